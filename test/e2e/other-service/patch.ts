import { Refusal, noTarget } from "./refusal.ts";
import type { Value, Fields, Operation, World } from "./types.ts";

export function patched(
  world: World,
  target: Fields,
  body: unknown,
  allowed: readonly string[] | undefined,
  flags: readonly string[],
): Fields {
  const copy = structuredClone(target);
  for (const op of operations(body)) {
    const [first = "", second] = segments(op.path);
    const known =
      allowed ??
      Object.keys({
        ...copy,
        name: 1,
        enabled: 1,
        hostRest: 1,
        hostWebsocket: 1,
        accountId: 1,
        apiKey: 1,
        countryCode: 1,
        monitorSubAccounts: 1,
        licenseKey: 1,
        username: 1,
      });
    const key = known.find((name) => name.toLowerCase() === first.toLowerCase());
    if (key === undefined || key === "id") throw noTarget(first);
    const holder = second === undefined ? copy : (copy[key] as Fields | undefined);
    if (holder === undefined || holder === null) throw noTarget(second ?? "");
    const name = second ?? key;
    if (world.reading.patchMissing === "refused" && op.op === "replace" && holder[name] === undefined)
      throw noTarget(name);
    if (op.op === "remove") delete holder[name];
    else
      holder[name] =
        second === undefined && flags.includes(key) ? patchFlag(world, op.value) : (op.value as Value);
  }
  return copy;
}

function patchFlag(world: World, value: unknown): boolean {
  const isFlag = typeof value === "boolean";
  const isWord = value === "true" || value === "false";
  if (
    (isFlag && world.reading.patchBooleans !== "string") ||
    (isWord && world.reading.patchBooleans !== "json")
  )
    return String(value) === "true";
  throw new Refusal(400, `The value '${String(value)}' is invalid for target location.`);
}

export function operations(body: unknown): Operation[] {
  if (!Array.isArray(body)) throw new Refusal(400, "A JSON Patch document is an array.");
  return body as Operation[];
}

export function segments(path: string): string[] {
  if (!path.startsWith("/")) throw noTarget(path);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
