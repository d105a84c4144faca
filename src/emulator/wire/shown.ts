import { defined } from "../../model/json/defined.ts";
import type { NamedField } from "../../model/customer/field-fact.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS } from "../../model/customer/kinds.ts";
import type { Json } from "../../model/json/json.ts";
import type { StoredCustomer, Fields, StoredPbx, StoredUser } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** What replies show of an object (A6). */

const SEVEN = topKeys(CUSTOMER_FIELDS, "always");
const RICH_CUSTOMER = topKeys(CUSTOMER_FIELDS, "rich");
const HIDDEN_PBX = topKeys(PBX_FIELDS, "never");

/** A customer in a list or in a GET by id: seven fields, or all of them. */
export function shownCustomer(customer: StoredCustomer, switches: Switches, by: "list" | "get"): Json {
  const { fields } = customer;
  const seven = {
    id: customer.id,
    ...picked(fields, SEVEN),
    parentTenantId: customer.parentTenantId,
    reference: fields.reference ?? null,
    dateCreated: new Date(customer.createdAt).toISOString().slice(0, -1),
  };
  const rich = switches.customerFields === "rich" || (switches.customerFields === "rich-get" && by === "get");
  return dressed(rich ? { ...seven, ...picked(fields, RICH_CUSTOMER) } : seven, switches);
}

/** The reply to Create Customer: no reference (section 4.2). */
export function shownNewCustomer(customer: StoredCustomer, switches: Switches): Json {
  const { id, parentTenantId, fields } = customer;
  return dressed({ id, ...picked(fields, SEVEN), parentTenantId }, switches);
}

/** A user; lists carry no roles unless the switch says so. */
export function shownUser(user: StoredUser, switches: Switches, by: "list" | "get"): Json {
  const common = {
    id: user.id,
    displayName: user.displayName,
    ...defined({ email: user.email }),
    primaryTenant: user.primaryTenant,
    isParent: user.isParent,
  };
  const roles = by === "get" || switches.listRoles === "shown";
  return dressed(roles ? { ...common, roles: [...user.roles] } : common, switches);
}

/** The reply to Create User: no isParent (section 5.3). */
export function shownNewUser(user: StoredUser, switches: Switches): Json {
  const { id, displayName, email = null, primaryTenant, roles } = user;
  return dressed({ id, displayName, email, primaryTenant, roles: [...roles] }, switches);
}

/** A PBX profile in reads: four fields, or all but the secret ones. */
export function shownPbx(tenantId: string, pbx: StoredPbx, switches: Switches): Json {
  const { name = null, enabled = false } = pbx.fields;
  const four = { id: pbx.id, name, _type: pbx.wireType, tenantId };
  if (switches.pbxFields === "four") return dressed(four, switches);
  if (switches.pbxFields === "four-enabled") return dressed({ ...four, enabled }, switches);
  const rest = Object.entries(pbx.fields).filter(([key]) => !HIDDEN_PBX.includes(key));
  return dressed({ ...four, ...Object.fromEntries(rest) }, switches);
}

/** The reply to Create PBX echoes everything, the API key included (section 6). */
export function shownNewPbx(tenantId: string, pbx: StoredPbx, switches: Switches): Json {
  return dressed({ id: pbx.id, tenantId, ...pbx.fields, _type: pbx.wireType }, switches);
}

/** The keys under which fields stand in a reply, in the order of the table. */
function topKeys(table: readonly NamedField[], shown: NamedField["shown"]): readonly string[] {
  const keys = table.filter((field) => field.shown === shown).map(({ path }) => path.split("/")[1] ?? "");
  return [...new Set(keys)];
}

function picked(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** Booleans as texts (A5), unset fields left out (A6), undocumented fields added (A15). */
function dressed(row: Fields, switches: Switches): Json {
  const plain = switches.readBooleans === "json" && switches.extraFields === "off";
  if (plain && (switches.unsetFields === "null" || !hasUnset(row))) return row;
  const shown: Fields = {};
  for (const [key, value] of Object.entries(row)) {
    if (value === null && switches.unsetFields === "omitted" && key !== "email") continue;
    shown[key] = switches.readBooleans === "string" && typeof value === "boolean" ? String(value) : value;
  }
  if (switches.extraFields === "on") {
    shown.etag = 'W/"1"';
    shown.region = { code: "na", tags: ["undocumented"] };
  }
  return shown;
}

function hasUnset(row: Fields): boolean {
  return Object.values(row).some((value) => value === null);
}
