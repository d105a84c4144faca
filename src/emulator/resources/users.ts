import { requireAdmin } from "../rules/admin-first.ts";
import { bound } from "../wire/bind.ts";
import { charge, licensedAdditions, requireAcceptance } from "../rules/charges.ts";
import {
  parseBody,
  locationHeader,
  requireCustomer,
  listed,
  patchHeaders,
  requireUser,
  type Context,
} from "../context.ts";
import { refuseDuplicate } from "../rules/duplicate-user.ts";
import { list, Refusal, success, type Reply } from "../wire/envelope.ts";
import { patched } from "../wire/json-patch.ts";
import { sendActivation } from "../rules/mails.ts";
import { newId } from "../world/new-id.ts";
import { scheduleReimport } from "../rules/pbx-import.ts";
import { applyRoleRules } from "../rules/role-rules.ts";
import { USER_SHAPE } from "../wire/shapes.ts";
import { shownNewUser, shownUser } from "../wire/shown.ts";
import type { Fields, StoredUser } from "../world/state.ts";
import { isStringList } from "../wire/values.ts";

/** GET …/users */
export function handleListUsers(context: Context): Reply {
  const rows = listed(context, requireCustomer(context, "read").users);
  return list(
    context.now,
    rows.map((user) => shownUser(user, context.switches, "list")),
  );
}

/** GET …/users/{id} */
export function handleGetUser(context: Context): Reply {
  const user = requireUser(context, requireCustomer(context, "read"));
  return success(context.now, 200, shownUser(user, context.switches, "get"));
}

/** POST …/users: gives every new user `customer.user` and sends the activation e-mail (section 5.3). */
export function handleCreateUser(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  requireAcceptance(context);
  const fields = bound(parseBody(context), USER_SHAPE, context.switches.unknownKeys, ["id"]);
  const email = readEmail(fields);
  const wanted = [...readRoles(fields), "customer.user"];
  const nobody: StoredUser = {
    id: newId(context.random),
    createdAt: context.now,
    displayName: userName(fields),
    email,
    roles: [],
    primaryTenant: customer.id,
    isParent: false,
  };
  refuseDuplicate(context, customer, email);
  const roles = applyRoleRules(context, customer, nobody, wanted);
  requireAdmin(context, customer, [], roles);
  charge(context, customer.id, licensedAdditions([], roles));
  const user = { ...nobody, roles };
  customer.users[user.id] = user;
  sendActivation(context, customer, user);
  const headers = locationHeader(context, `customers/${customer.id}/users/${user.id}`);
  return success(context.now, 201, shownNewUser(user, context.switches), { headers, effect: "create-user" });
}

/** PATCH …/users/{id}: a replaced role list keeps what the PBX and the platform own (section 5.3). */
export function handlePatchUser(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  const user = requireUser(context, customer);
  requireAcceptance(context);
  const before: Fields = { displayName: user.displayName, email: user.email ?? null, roles: user.roles };
  const after = patched(before, parseBody(context), USER_SHAPE, context.switches.patchBooleans);
  const renamed = after.email !== before.email;
  const email = renamed ? readEmail(after) : user.email;
  const roles = applyRoleRules(context, customer, user, readRoles(after));
  requireAdmin(context, customer, user.roles, roles);
  if (renamed && email) refuseDuplicate(context, customer, email, user.id);
  charge(context, customer.id, licensedAdditions(user.roles, roles));
  user.displayName = userName(after);
  if (email !== undefined) user.email = email;
  user.roles = roles;
  return success(context.now, 200, undefined, { headers: patchHeaders(context), effect: "update-user" });
}

/** DELETE …/users/{id}: of the primary tenant it removes the account everywhere, of another one the membership (E-RUDEL). */
export function handleDeleteUser(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  const user = requireUser(context, customer);
  requireAdmin(context, customer, user.roles, []);
  delete customer.users[user.id];
  if (user.primaryTenant === customer.id) removeMemberships(context, user.id);
  scheduleReimport(context, customer, user);
  return success(context.now, 200, undefined, { effect: "delete-user" });
}

function removeMemberships(context: Context, userId: string): void {
  for (const customer of Object.values(context.state.customers)) delete customer.users[userId];
}

function readEmail(fields: Fields): string {
  const { email } = fields;
  if (typeof email === "string" && /^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new Refusal(400, "The email field is not a valid e-mail address.");
}

function readRoles(fields: Fields): readonly string[] {
  return isStringList(fields.roles) ? fields.roles : [];
}

function userName({ displayName }: Fields): string {
  return typeof displayName === "string" ? displayName : "";
}
