import { defined } from "../../model/defined.ts";
import type { Json } from "../../model/json.ts";
import type { StoredCustomer, Fields, StoredPbx, StoredUser } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** What replies show of an object (A6), in the documented order of keys. */

const RICH_CUSTOMER = [
  "timezone",
  "countryCode",
  "features",
  "syncAcdAgentWithPbx",
  "sendNewUserEmail",
  "sendConnectWelcomeEmail",
  "tenantProfileType",
  "trialDuration",
] as const;

/** A customer in a list or in a GET by id: seven fields, or all of them. */
export function shownCustomer(customer: StoredCustomer, switches: Switches, by: "list" | "get"): Json {
  const { fields } = customer;
  const seven = {
    id: customer.id,
    name: fields.name ?? null,
    description: fields.description ?? null,
    enabled: fields.enabled ?? false,
    parentTenantId: customer.parentTenantId,
    reference: fields.reference ?? null,
    dateCreated: new Date(customer.createdAt).toISOString().slice(0, -1),
  };
  const rich = switches.customerFields === "rich" || (switches.customerFields === "rich-get" && by === "get");
  return dressed(rich ? { ...seven, ...picked(fields, RICH_CUSTOMER) } : seven, switches);
}

/** The reply to Create Customer: no reference (section 4.2). */
export function shownNewCustomer(customer: StoredCustomer, switches: Switches): Json {
  const { name = null, description = null, enabled = false } = customer.fields;
  return dressed(
    { id: customer.id, name, description, enabled, parentTenantId: customer.parentTenantId },
    switches,
  );
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

/** A PBX profile in reads: four fields, or all but the API key. */
export function shownPbx(tenantId: string, pbx: StoredPbx, switches: Switches): Json {
  const { name = null, enabled = false } = pbx.fields;
  const four = { id: pbx.id, name, _type: pbx.wireType, tenantId };
  if (switches.pbxFields === "four") return dressed(four, switches);
  if (switches.pbxFields === "four-enabled") return dressed({ ...four, enabled }, switches);
  const { apiKey: _secret, ...rest } = pbx.fields;
  return dressed({ ...four, ...rest }, switches);
}

/** The reply to Create PBX echoes everything, the API key included (section 6). */
export function shownNewPbx(tenantId: string, pbx: StoredPbx, switches: Switches): Json {
  return dressed({ id: pbx.id, tenantId, ...pbx.fields, _type: pbx.wireType }, switches);
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
