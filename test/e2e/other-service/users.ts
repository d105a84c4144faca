import { randomUUID } from "node:crypto";
import type { Reading } from "../other-reading.ts";
import { operations, segments } from "./patch.ts";
import { Refusal, noTarget, notFound } from "./refusal.ts";
import { changed, created } from "./replies.ts";
import { checkNeeds, checkedRoles, hasAdmin, isAdmin, makesAdmin, needAdmin } from "./roles.ts";
import { GUID, extra, flag, tidy } from "./values.ts";
import type { Value, Fields, OtherUser, OtherCustomer, Reply, Operation, World } from "./types.ts";

export function ofUsers(
  world: World,
  method: string,
  customer: OtherCustomer,
  id: string | undefined,
  body: unknown,
): Reply {
  if (id === undefined) {
    if (method === "GET") {
      return {
        status: 200,
        data: customer.users.map((user) => showUser(world, customer, user, world.reading.listRoles)),
      };
    }
    if (method !== "POST") throw new Refusal(405, "Method Not Allowed");
    return createUser(world, customer, body as Fields);
  }
  if (!GUID.test(id)) throw new Refusal(400, `The value '${id}' is not valid.`);
  const user = customer.users.find((one) => one.id === id);
  if (!user) throw notFound();
  switch (method) {
    case "GET":
      return { status: 200, data: showUser(world, customer, user, true) };
    case "PATCH":
      patchUser(world, customer, user, body);
      return changed(world, showUser(world, customer, user, true));
    case "DELETE":
      customer.users.splice(customer.users.indexOf(user), 1);
      return { status: world.reading.deleteStatus, bare: true };
    default:
      throw new Refusal(405, "Method Not Allowed");
  }
}

function showUser(world: World, customer: OtherCustomer, user: OtherUser, withRoles: boolean): Value {
  const { id, displayName, roles } = user;
  const email = user.email === "" ? undefined : user.email;
  const shown = {
    id,
    displayName,
    email,
    primaryTenant: customer.id,
    isParent: flag(world, false),
    ...extra(world),
  };
  return tidy(world, withRoles ? { ...shown, roles: [...roles] } : shown);
}

function createUser(world: World, customer: OtherCustomer, body: Fields): Reply {
  const { email, displayName, roles } = body;
  if (typeof email !== "string" || typeof displayName !== "string")
    throw new Refusal(400, "The Email field is required.");
  const everybody =
    world.reading.duplicateScope === "tenant" ? customer.users : world.customers.flatMap((one) => one.users);
  if (everybody.some((one) => one.email.toLowerCase() === email.toLowerCase())) throw duplicate(world);
  const wanted = checkedRoles(world, ["customer.user", ...((roles as string[] | undefined) ?? [])], false);
  if (!wanted.some((one) => makesAdmin(world, one))) needAdmin(world, customer);
  const stored = world.reading.storedEmail === "lower" ? email.toLowerCase() : email;
  const user: OtherUser = { id: randomUUID(), displayName, email: stored, roles: wanted, imported: false };
  customer.users.push(user);
  const data = showUser(world, customer, user, true);
  return created(world, `/customers/${customer.id}/users/${user.id}`, data);
}

function duplicate(world: World): Refusal {
  const bodies: Record<Reading["duplicateBody"], string | undefined> = {
    envelope: undefined,
    none: "",
    html: "<html><body><h1>Conflict</h1></body></html>",
    problem: JSON.stringify({
      type: "about:blank",
      title: "One or more validation errors occurred.",
      errors: { Email: ["taken"] },
    }),
  };
  return new Refusal(
    world.reading.duplicateStatus,
    "User already exists",
    bodies[world.reading.duplicateBody],
  );
}

function patchUser(world: World, customer: OtherCustomer, user: OtherUser, body: unknown): void {
  const hadAdmin = hasAdmin(world, customer);
  let { displayName, email } = user;
  let roles = [...user.roles];
  for (const op of operations(body)) {
    const [member, index, ...rest] = segments(op.path);
    if (rest.length > 0) throw noTarget(rest[0] ?? "");
    if (member?.toLowerCase() === "displayname") displayName = String(op.value);
    else if (member?.toLowerCase() === "email") email = String(op.value);
    else if (member?.toLowerCase() === "roles") {
      const before = roles;
      roles = patchedRoles(world, roles, op, index);
      // Whoever reads the guide strictly looks at each operation: until there is an admin, only one may be made.
      const grants = roles.filter((role) => !before.includes(role));
      const isOther = !grants.every((role) => makesAdmin(world, role) || role === "customer.user");
      if (
        world.reading.adminCounted === "each-op" &&
        !hadAdmin &&
        isOther &&
        !roles.some((one) => makesAdmin(world, one))
      )
        needAdmin(world, customer);
      if (world.reading.prerequisites === "checked-each-op") checkNeeds(roles);
    } else throw noTarget(member ?? "");
  }
  if (user.imported && !roles.includes("customer.user.pbx")) roles = ["customer.user.pbx", ...roles];
  roles = checkedRoles(world, roles, user.imported);
  if (!hadAdmin && !isAdmin(world, roles)) needAdmin(world, customer);
  Object.assign(user, { displayName, email, roles });
}

function patchedRoles(world: World, roles: string[], op: Operation, index: string | undefined): string[] {
  if (index === undefined) {
    if (op.op === "remove") return [];
    if (!Array.isArray(op.value))
      throw new Refusal(400, `The value '${String(op.value)}' is invalid for target location.`);
    return op.value.map(String);
  }
  const at = index === "-" ? roles.length : Number(index);
  if (!Number.isInteger(at) || at > roles.length)
    throw new Refusal(
      400,
      `The index value provided by path segment '${index}' is out of bounds of the array size.`,
    );
  switch (op.op) {
    case "add": {
      const role = String(op.value);
      if (roles.includes(role)) {
        if (world.reading.duplicateRole === "refused")
          throw new Refusal(400, `The user has the role '${role}' already.`);
        if (world.reading.duplicateRole === "ignored") return roles;
      }
      return roles.toSpliced(at, 0, role);
    }
    case "remove":
      return roles.toSpliced(index === "-" ? roles.length - 1 : at, 1);
    case "replace":
      return roles.toSpliced(index === "-" ? roles.length - 1 : at, 1, String(op.value));
    case "test":
      if (roles[at] !== op.value) throw new Refusal(400, "The current value is not equal to the test value.");
      return roles;
  }
}
