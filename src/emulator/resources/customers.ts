import {
  parseBody,
  locationHeader,
  requireCustomer,
  isListed,
  patchHeaders,
  type Context,
} from "../context.ts";
import { charge, featureAdditions, requireAcceptance } from "../rules/charges.ts";
import { newCustomer } from "./customer-create.ts";
import { invalidValue, list, success, type Reply } from "../wire/envelope.ts";
import { patched } from "../wire/json-patch.ts";
import { sendInvitations } from "../rules/mails.ts";
import { addPbx } from "./pbxs.ts";
import { synchronisedRoles } from "../rules/role-rules.ts";
import { CUSTOMER_SHAPE } from "../wire/shapes.ts";
import { shownCustomer, shownNewCustomer } from "../wire/shown.ts";
import { storedTimezone } from "../rules/timezones.ts";
import type { StoredCustomer } from "../world/state.ts";

/** GET /customers: one page (section 3, A11). */
export function handleListCustomers(context: Context): Reply {
  const size = readPageSize(context);
  const index = wholeNumber(context, "pageIndex", 0);
  const rows = ordered(context, Object.values(context.state.customers).filter(visibleIn(context)));
  const page = rows.slice(index * size, (index + 1) * size);
  return list(
    context.now,
    page.map((customer) => shownCustomer(customer, context.switches, "list")),
    index,
  );
}

/** GET /customers/{id} */
export function handleGetCustomer(context: Context): Reply {
  return success(context.now, 200, shownCustomer(requireCustomer(context, "read"), context.switches, "get"));
}

/** POST /customers: the tenant and, in the same request, its PBX (guide steps 1 and 2). */
export function handleCreateCustomer(context: Context): Reply {
  requireAcceptance(context);
  const { customer, pbxs } = newCustomer(context, parseBody(context));
  charge(context, customer.id, featureAdditions({}, customer.fields));
  context.state.customers[customer.id] = customer;
  for (const pbx of pbxs) addPbx(context, customer, pbx);
  return success(context.now, 201, shownNewCustomer(customer, context.switches), {
    headers: locationHeader(context, `customers/${customer.id}`),
    effect: "create-customer",
  });
}

/** PATCH /customers/{id}: enabling sends the invitations (section 4.1). */
export function handlePatchCustomer(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  requireAcceptance(context);
  const fields = patched(customer.fields, parseBody(context), CUSTOMER_SHAPE, context.switches.patchBooleans);
  charge(context, customer.id, featureAdditions(customer.fields, fields));
  const enabling = customer.fields.enabled !== true && fields.enabled === true;
  customer.fields = { ...fields, timezone: storedTimezone(context.switches, fields.timezone ?? null) };
  if (enabling) sendInvitations(context, customer);
  for (const user of Object.values(customer.users)) {
    if (user.pbx?.acd) user.roles = synchronisedRoles(customer, user);
  }
  return success(context.now, 200, undefined, {
    headers: patchHeaders(context),
    effect: "update-customer",
  });
}

/** DELETE /customers/{id}: deactivated and flagged for deletion (section 4.2, A13). */
export function handleDeleteCustomer(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  customer.deletedAt = context.now;
  customer.fields = { ...customer.fields, enabled: false };
  return success(context.now, 200, undefined, { effect: "delete-customer" });
}

function readPageSize(context: Context): number {
  const { defaultPageSize, maxPageSize, pageSizeAboveMax } = context.switches;
  const size = wholeNumber(context, "pageSize", Math.min(defaultPageSize, maxPageSize));
  if (size === 0 || (size > maxPageSize && pageSizeAboveMax === "refuse")) throw invalidValue(String(size));
  return Math.min(size, maxPageSize);
}

function wholeNumber(context: Context, name: string, preset: number): number {
  const text = context.query.get(name);
  if (text === null) return preset;
  if (!/^\d{1,9}$/.test(text)) throw invalidValue(text);
  return Number(text);
}

function visibleIn(context: Context): (customer: StoredCustomer) => boolean {
  const matches = readFilter(context);
  return (customer) =>
    customer.parentTenantId === context.account &&
    (customer.deletedAt === undefined || context.switches.deletedCustomers !== "gone") &&
    isListed(context, customer.createdAt) &&
    matches(customer);
}

/** "Contains" over name and reference; whether case counts is not said (A11). */
function readFilter(context: Context): (customer: StoredCustomer) => boolean {
  const filter = context.query.get("filter") ?? "";
  const { filterCase } = context.switches;
  if (filter === "" || filterCase === "ignored") return () => true;
  const fold = (text: unknown): string =>
    typeof text !== "string" ? "" : filterCase === "insensitive" ? text.toLowerCase() : text;
  const wanted = fold(filter);
  return ({ fields }) => fold(fields.name).includes(wanted) || fold(fields.reference).includes(wanted);
}

function ordered(context: Context, rows: StoredCustomer[]): readonly StoredCustomer[] {
  switch (context.switches.listOrder) {
    case "created":
      return rows;
    case "newest":
      return rows.toReversed();
    case "name":
      return rows.toSorted((left, right) => (customerName(left) < customerName(right) ? -1 : 1));
  }
}

function customerName({ fields }: StoredCustomer): string {
  return typeof fields.name === "string" ? fields.name : "";
}
