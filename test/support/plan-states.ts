/** Short ways to write a desired and a live state in tests of src/plan: a state is one line. */
import { createHash } from "node:crypto";
import type { Approval, DesiredCustomer, DesiredPbx, DesiredUser } from "../../src/model/customer/desired.ts";
import type { DesiredFields } from "../../src/model/customer/fields.ts";
import { toPlainValue, type DesiredValue } from "../../src/model/customer/value.ts";
import {
  toEmailKey,
  toPbxId,
  toReference,
  toRoleId,
  toSecretName,
  toTenantId,
  toUserId,
} from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import { PBX_WIRE_TYPES } from "../../src/model/customer/pbx-types.ts";
import type { LastWritten } from "../../src/model/ports/memory.ts";
import type { ObservedPbx, ObservedUser, PresentCustomer } from "../../src/model/customer/observed.ts";
import type { Origin } from "../../src/model/diagnostic.ts";
import { DEFAULT_POLICY, type RiskName } from "../../src/model/plan/risk.ts";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../src/model/customer/roles.ts";
import type { PlanContext } from "../../src/plan/context.ts";

/** The tenant that `live` is, unless it says otherwise. */
export const TENANT = toTenantId("tenant-1");
const FILE = "customers/acme.yaml";
const origin = (...path: (string | number)[]): Origin => ({ file: FILE, path });

/** `secret("ACME_KEY")` is a secret by name; everything else is a plain value. */
export const secret = (name: string): { readonly secret: string } => ({ secret: name });
type Written = Json | { readonly secret: string };

/** Desired values by manifest name. */
export function desiredValues(fields: Readonly<Record<string, Written>>): DesiredFields {
  return new Map(
    Object.entries(fields).map(([name, value]) => [
      name,
      { value: toDesiredValue(value), origin: origin(name) },
    ]),
  );
}

function toDesiredValue(value: Written): DesiredValue {
  const named = value !== null && typeof value === "object" && !Array.isArray(value) && "secret" in value;
  return named && typeof value.secret === "string"
    ? { secret: toSecretName(value.secret) }
    : toPlainValue(value as Json);
}

/** A manifest: `fields` by name, and what it says besides. Nobody is named unless `users` says so. */
export function wanted(
  fields: Readonly<Record<string, Written>> = {},
  rest: Partial<Omit<DesiredCustomer, "fields" | "reference">> = {},
): DesiredCustomer {
  return {
    reference: toReference("ACME-1"),
    file: FILE,
    origin: origin("reference"),
    state: "present",
    fields: desiredValues(fields),
    users: [],
    managesUsers: true,
    manage: { admins: "additive", users: "additive", roles: "exact" },
    approvals: [],
    text: JSON.stringify(fields),
    ...rest,
  };
}

/** A person of the manifest. `roles` undefined: unmanaged. */
export function user(
  email: string,
  roles?: readonly string[],
  rest: Partial<Omit<DesiredUser, "fields">> & { readonly displayName?: string } = {},
): DesiredUser {
  const { displayName, ...others } = rest;
  return {
    key: toEmailKey(email),
    email,
    admin: false,
    state: "present",
    fields: desiredValues(displayName === undefined ? {} : { displayName }),
    ...(roles && { roles: roles.map((role) => toRoleId(role)) }),
    imported: false,
    origin: origin("users", email),
    ...others,
  };
}

/** An admin of the manifest: as `user`, with a login and the two admin permissions. */
export function admin(
  email: string,
  roles: readonly string[] = [],
  rest: Parameters<typeof user>[2] = {},
): DesiredUser {
  return user(email, roles, { admin: true, login: true, ...rest });
}

/** A Kazoo profile of the manifest; its name is among its fields. */
export function kazoo(
  name: string,
  fields: Readonly<Record<string, Written>> = {},
  rest: Partial<Omit<DesiredPbx, "fields" | "name">> = {},
): DesiredPbx {
  return {
    type: "kazoo",
    wireType: PBX_WIRE_TYPES.kazoo,
    name,
    state: "present",
    fields: desiredValues({ name, ...fields }),
    origin: origin("pbxs", name),
    ...rest,
  };
}

/** Consent to a risk until the end of 2026, unless it says otherwise. */
export function approval(risk: RiskName, rest: Partial<Omit<Approval, "risk">> = {}): Approval {
  return { risk, until: "2026-12-31", reason: "ticket 1", origin: origin("approve", risk), ...rest };
}

/** The customer as the service reports it. */
export function live(
  fields: Readonly<Record<string, Json>> = {},
  rest: Partial<Omit<PresentCustomer, "state" | "fields">> = {},
): PresentCustomer {
  return {
    state: "present",
    tenantId: TENANT,
    fields: new Map(Object.entries(fields)),
    pbxs: [],
    users: [],
    instances: [],
    ...rest,
  };
}

/** A live user whose id is `id-of-` the address. `roles` undefined: not shown. */
export function person(
  email: string,
  roles?: readonly string[],
  rest: Partial<Omit<ObservedUser, "fields">> & { readonly displayName?: string } = {},
): ObservedUser {
  const { displayName, ...others } = rest;
  return {
    id: toUserId(`id-of-${email}`),
    key: toEmailKey(email),
    email,
    fields: new Map(displayName === undefined ? [] : [["displayName", displayName]]),
    ...(roles && { roles: roles.map((role) => toRoleId(role)) }),
    isParent: false,
    ...others,
  };
}

/** A live Kazoo profile; the service reports its name and what `fields` says. */
export function profile(
  name: string,
  fields: Readonly<Record<string, Json>> = {},
  rest: Partial<Omit<ObservedPbx, "fields" | "name">> = {},
): ObservedPbx {
  return {
    id: toPbxId(`id-of-${name}`),
    name,
    wireType: PBX_WIRE_TYPES.kazoo,
    fields: new Map(Object.entries({ name, ...fields })),
    ...rest,
  };
}

export const ADMIN = ["user.admin", "customer.user"];
/** An admin who is there already: what most states need besides what they are about. */
export const ANA = person("ana@acme.example", ADMIN);

/** What a plan depends on besides desired and live state: noon of 2026-11-22, nothing remembered (`missing`) of any field. */
export function context(rest: Partial<PlanContext> & { readonly recalled?: LastWritten } = {}): PlanContext {
  const { recalled: lastWritten = "missing", ...others } = rest;
  return {
    locate: ({ file }) => ({ file, line: 1, column: 1 }),
    lookupLastWritten: () => lastWritten,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
    policy: DEFAULT_POLICY,
    largeChargeFactor: 10,
    localTime: () => ({ date: "2026-11-22", yesterday: "2026-11-21", time: "12:00" }),
    reassert: "none",
    ...others,
  };
}
