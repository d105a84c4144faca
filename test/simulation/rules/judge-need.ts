import type { StoredCustomer } from "../../../src/emulator/world/state.ts";
import type { Write } from "../actors/service.ts";
import type { World } from "../world.ts";
import { isRespelling, pathsOf } from "./written.ts";

/** In calm times every write changes something, or something that nobody can see. */
export function judgeNeed(world: World, write: Write): readonly string[] {
  if (!write.process.isCalm || !write.isDone || write.request.method !== "PATCH" || !write.before) return [];
  if (JSON.stringify(strip(write.before)) !== JSON.stringify(strip(write.after))) return [];
  const isPermanent = (path: string): boolean =>
    path === "/timezone" && world.emulator.switches.timezoneStored === "canonical";
  const isUnset = (path: string): boolean =>
    world.emulator.switches.unsetFields === "omitted" && write.before?.fields[path.slice(1)] === null;
  const target = write.before.users[write.objectId ?? ""];
  if (target && isRespelling(write, target)) return [];
  // Wave 1 has switched the synchronisation on, and the service has granted the role before our turn came.
  if (
    write.before.fields["syncAcdAgentWithPbx"] === true &&
    write.request.body?.includes("customer.user.acd")
  )
    return [];
  // What no list shows yet cannot be compared.
  const pbx = write.before.pbxs[write.objectId ?? ""];
  if (pbx && pbx.createdAt + world.emulator.switches.listLagMs > world.clock.now()) return [];
  return pathsOf(write.body).every(
    (path) => isHidden(world, write.kind, path) || isPermanent(path) || isUnset(path),
  )
    ? []
    : ["a needless write: nothing was changed by it"];
}

function strip(customer: StoredCustomer | undefined): unknown {
  if (!customer) return undefined;
  return { ...customer, pbxs: Object.values(customer.pbxs).map(({ id, fields }) => [id, fields]) };
}

/** Whether reads do not show what stands at this path (A6). */
function isHidden(world: World, kind: Write["kind"], path: string): boolean {
  const { customerFields, pbxFields } = world.emulator.switches;
  const name = path.split("/")[1] ?? "";
  if (kind === "customer")
    return customerFields === "seven" || customerFields === "rich-get"
      ? !["name", "description", "enabled"].includes(name)
      : false;
  if (kind === "pbx") {
    if (name === "apiKey" || name === "licenseKey") return true;
    if (pbxFields === "rich") return false;
    return !(name === "name" || (name === "enabled" && pbxFields === "four-enabled"));
  }
  return false;
}
