import { randomUUID } from "node:crypto";
import { patched } from "./patch.ts";
import { Refusal, notFound } from "./refusal.ts";
import { changed, created } from "./replies.ts";
import { extra, flag, textOf, tidy } from "./values.ts";
import type { Value, Fields, OtherCustomer, Person, Reply, World } from "./types.ts";

export function ofPbxs(
  world: World,
  method: string,
  customer: OtherCustomer,
  id: string | undefined,
  body: unknown,
): Reply {
  if (id === undefined) {
    if (method === "GET")
      return { status: 200, data: customer.pbxs.map((pbx) => showPbx(world, pbx, "read")) };
    if (method !== "POST") throw new Refusal(405, "Method Not Allowed");
    const pbx = attach(world, customer, body as Fields);
    return created(
      world,
      `/customers/${customer.id}/pbxs/${textOf(pbx["id"])}`,
      showPbx(world, pbx, "created"),
    );
  }
  const at = customer.pbxs.findIndex((pbx) => pbx["id"] === id);
  const pbx = customer.pbxs[at];
  if (!pbx) throw notFound();
  switch (method) {
    case "GET":
      return { status: 200, data: showPbx(world, pbx, "read") };
    case "PATCH":
      customer.pbxs[at] = patched(world, pbx, body, undefined, ["enabled", "monitorSubAccounts"]);
      return changed(world, showPbx(world, customer.pbxs[at] ?? {}, "read"));
    case "DELETE":
      customer.pbxs.splice(at, 1);
      return { status: world.reading.deleteStatus, bare: true };
    default:
      throw new Refusal(405, "Method Not Allowed");
  }
}

export function instance(world: World, id: string | null): Reply {
  if (world.reading.instanceCheck === "404") throw notFound();
  if (world.reading.instanceCheck === "400") throw new Refusal(400, `The value '${id ?? ""}' is not valid.`);
  if (world.reading.instanceCheck === "405") throw new Refusal(405, "Method Not Allowed");
  if (world.reading.instanceCheck === "no-data") return { status: 200, bare: true };
  const owner = world.customers.find((one) => !one.deleted && one.pbxs.some((pbx) => instanceOf(pbx) === id));
  const pbx = owner?.pbxs.find((one) => instanceOf(one) === id);
  if (!pbx) return { status: 200, data: { exists: false, instanceId: id } };
  return {
    status: 200,
    data: { exists: true, instanceId: id, id: pbx["id"] ?? null, tenantId: owner?.id ?? null },
  };
}

export function attach(world: World, customer: OtherCustomer, wanted: Fields): Fields {
  const pbx: Fields = {
    ...wanted,
    id: randomUUID(),
    tenantId: customer.id,
    countryCode: wanted["countryCode"] ?? customer.fields["countryCode"] ?? "US",
    enabled: world.reading.pbxStarts === "enabled",
  };
  customer.pbxs.push(pbx);
  const people = world.options.onPbx?.[instanceOf(pbx) ?? ""] ?? [];
  const strangers: Person[] = world.reading.importStrangers
    ? [
        { email: "", displayName: "Lobby Phone" },
        { email: "shared@pbx.example", displayName: "Desk 1" },
        { email: "shared@pbx.example", displayName: "Desk 2" },
      ]
    : [];
  for (const { email, displayName } of [...strangers, ...people]) {
    const user = {
      id: randomUUID(),
      displayName,
      email: cased(world, email),
      roles: ["customer.user.pbx"],
      imported: true,
    };
    customer.pending.push({ at: Date.now() + world.reading.importDelay, user });
  }
  arrive(customer);
  return pbx;
}

export function arrive(customer: OtherCustomer): void {
  const due = customer.pending.filter((one) => one.at <= Date.now());
  customer.pending = customer.pending.filter((one) => !due.includes(one));
  for (const { user } of due) {
    const known = customer.users.find(
      (one) => one.email !== "" && one.email.toLowerCase() === user.email.toLowerCase(),
    );
    if (known && !known.imported)
      Object.assign(known, { imported: true, roles: [...new Set(["customer.user.pbx", ...known.roles])] });
    else customer.users.push(user);
  }
}

function cased(world: World, email: string): string {
  if (world.reading.importCase === "upper") return email.toUpperCase();
  return world.reading.importCase === "mixed" ? email.replace(/^./, (letter) => letter.toUpperCase()) : email;
}

export function showPbx(world: World, pbx: Fields, how: "created" | "read"): Value {
  const { id, name, _type, tenantId, enabled, ...rest } = pbx;
  const showsEnabled =
    world.reading.pbxEnabledShown === "always" ||
    (how === "created" && world.reading.pbxEnabledShown === "create");
  const four = {
    id,
    name,
    _type,
    tenantId,
    ...extra(world),
    ...(showsEnabled && { enabled: flag(world, enabled ?? false) }),
  };
  if (how === "created") return tidy(world, { ...four, ...rest });
  if (world.reading.pbxFields === "four") return tidy(world, four);
  const { apiKey: _secret, ...open } = rest;
  const withFlag =
    typeof open["monitorSubAccounts"] === "boolean"
      ? { monitorSubAccounts: flag(world, open["monitorSubAccounts"]) }
      : {};
  return tidy(world, { ...four, ...open, ...withFlag });
}

function instanceOf(pbx: Fields): string | undefined {
  const id = pbx["accountId"] ?? pbx["licenseKey"];
  return typeof id === "string" ? id : undefined;
}
