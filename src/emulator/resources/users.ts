import { requireAdmin } from "../rules/admin-first.ts";
import { bound } from "../wire/bind.ts";
import { charge, licensedAdditions, requireAcceptance } from "../rules/charges.ts";
import { bodyOf, locationOf, customerOf, listed, patchHeaders, userOf, type Context } from "../context.ts";
import { refuseDuplicate } from "../rules/duplicate-user.ts";
import { list, Refusal, success, type Reply } from "../wire/envelope.ts";
import { patched } from "../wire/json-patch.ts";
import { sendActivation } from "../rules/mails.ts";
import { newId } from "../world/new-id.ts";
import { scheduleReimport } from "../rules/pbx-import.ts";
import { settledRoles } from "../rules/role-rules.ts";
import { USER_SHAPE } from "../wire/shapes.ts";
import { shownNewUser, shownUser } from "../wire/shown.ts";
import type { Fields, UserRecord } from "../world/state.ts";
import { isStringList } from "../wire/values.ts";

/** GET …/users */
export function listUsers(context: Context): Reply {
  const rows = listed(context, customerOf(context, "read").users);
  return list(
    context.now,
    rows.map((user) => shownUser(user, context.switches, "list")),
  );
}

/** GET …/users/{id} */
export function getUser(context: Context): Reply {
  const user = userOf(context, customerOf(context, "read"));
  return success(context.now, 200, shownUser(user, context.switches, "get"));
}

/** POST …/users: gives every new user `customer.user` and sends the activation e-mail (section 5.3). */
export function createUser(context: Context): Reply {
  const customer = customerOf(context, "write");
  requireAcceptance(context);
  const fields = bound(bodyOf(context), USER_SHAPE, context.switches.unknownKeys, ["id"]);
  const email = emailOf(fields);
  const wanted = [...rolesOf(fields), "customer.user"];
  const nobody: UserRecord = {
    id: newId(context.random),
    createdAt: context.now,
    displayName: nameOf(fields),
    email,
    roles: [],
    primaryTenant: customer.id,
    isParent: false,
  };
  refuseDuplicate(context, customer, email);
  const roles = settledRoles(context, customer, nobody, wanted);
  requireAdmin(context, customer, [], roles);
  charge(context, customer.id, licensedAdditions([], roles));
  const user = { ...nobody, roles };
  customer.users[user.id] = user;
  sendActivation(context, customer, user);
  const headers = locationOf(context, `customers/${customer.id}/users/${user.id}`);
  return success(context.now, 201, shownNewUser(user, context.switches), { headers, effect: "create-user" });
}

/** PATCH …/users/{id}: a replaced role list keeps what the PBX and the platform own (section 5.3). */
export function patchUser(context: Context): Reply {
  const customer = customerOf(context, "write");
  const user = userOf(context, customer);
  requireAcceptance(context);
  const before: Fields = { displayName: user.displayName, email: user.email ?? null, roles: user.roles };
  const after = patched(before, bodyOf(context), USER_SHAPE, context.switches.patchBooleans);
  const renamed = after.email !== before.email;
  const email = renamed ? emailOf(after) : user.email;
  const roles = settledRoles(context, customer, user, rolesOf(after));
  requireAdmin(context, customer, user.roles, roles);
  if (renamed && email) refuseDuplicate(context, customer, email, user.id);
  charge(context, customer.id, licensedAdditions(user.roles, roles));
  user.displayName = nameOf(after);
  if (email !== undefined) user.email = email;
  user.roles = roles;
  return success(context.now, 200, undefined, { headers: patchHeaders(context), effect: "update-user" });
}

/** DELETE …/users/{id}: of the primary tenant it removes the account everywhere, of another one the membership (E-RUDEL). */
export function deleteUser(context: Context): Reply {
  const customer = customerOf(context, "write");
  const user = userOf(context, customer);
  requireAdmin(context, customer, user.roles, []);
  delete customer.users[user.id];
  if (user.primaryTenant === customer.id) removeMemberships(context, user.id);
  scheduleReimport(context, customer, user);
  return success(context.now, 200, undefined, { effect: "delete-user" });
}

function removeMemberships(context: Context, userId: string): void {
  for (const customer of Object.values(context.state.customers)) delete customer.users[userId];
}

function emailOf(fields: Fields): string {
  const { email } = fields;
  if (typeof email === "string" && /^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new Refusal(400, "The email field is not a valid e-mail address.");
}

function rolesOf(fields: Fields): readonly string[] {
  return isStringList(fields.roles) ? fields.roles : [];
}

function nameOf({ displayName }: Fields): string {
  return typeof displayName === "string" ? displayName : "";
}
