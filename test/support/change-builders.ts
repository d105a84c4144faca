/** Short ways to write changes in tests: what matters is given, the rest is harmless. */
import type {
  Change,
  CreatePbx,
  CreateUser,
  FieldChange,
  Reason,
  UpdatePbx,
  UpdateUser,
  Wave,
} from "../../src/model/plan/change.ts";
import type {
  CreateCustomer,
  DeleteCustomer,
  DeletePbx,
  DeleteUser,
  UpdateCustomer,
} from "../../src/model/plan/change.ts";
import { toPbxId, toRoleId, toSecretName, toUserId } from "../../src/model/ids.ts";
import type { RoleId } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import { toPlainValue } from "../../src/model/customer/value.ts";
import { defined } from "../../src/model/json/defined.ts";
import type { Position } from "../../src/model/diagnostic.ts";
import { DEFAULT_POLICY, type RiskFinding, type RiskName } from "../../src/model/plan/risk.ts";

/** What every builder of a change takes besides its own members. */
type Overrides<C extends Change> = Partial<Omit<C, "kind" | "action">>;

export const at = (line: number, file = "customers/acme.yaml", column = 1): Position => ({
  file,
  line,
  column,
});

/** A field that does not exist yet, when `before` is left out; `UNKNOWN`: Dimensions does not show it. */
export function field(name: string, after: Json, before?: Json | typeof UNKNOWN): FieldChange {
  const value = toPlainValue(after);
  if (before === undefined) return { name, after: value };
  return { name, before: before === UNKNOWN ? { unknown: true } : toPlainValue(before), after: value };
}
export const UNKNOWN = Symbol("not shown by Dimensions");

export function secretField(name: string, secret: string, before?: typeof UNKNOWN): FieldChange {
  const after = { secret: toSecretName(secret) };
  return before === undefined ? { name, after } : { name, before: { unknown: true }, after };
}

export function risk(name: RiskName, detail = "", approvedBy?: string): RiskFinding {
  const isNote = name !== "last-admin" && DEFAULT_POLICY[name] === "note";
  const severity = name === "last-admin" ? "never" : isNote ? "note" : "approve";
  return { risk: name, severity, detail, ...defined({ approvedBy }) };
}

export const roles = (...ids: string[]): readonly RoleId[] => ids.map((id) => toRoleId(id));

const common = (wave: Wave, reason: Reason) => ({
  wave,
  reason,
  fields: [],
  risks: [],
  at: at(wave),
});

export const createCustomer = (rest: Overrides<CreateCustomer> = {}): CreateCustomer => ({
  action: "create",
  kind: "customer",
  key: "customer",
  ...common(1, "not-in-dimensions"),
  ...rest,
});

export const updateCustomer = (rest: Overrides<UpdateCustomer> = {}): UpdateCustomer => ({
  action: "update",
  kind: "customer",
  key: "customer",
  ...common(1, "field-differs"),
  ...rest,
});

export const deleteCustomer = (rest: Overrides<DeleteCustomer> = {}): DeleteCustomer => ({
  action: "delete",
  kind: "customer",
  key: "customer",
  ...common(6, "declared-absent"),
  ...rest,
});

export const createPbx = (name: string, rest: Overrides<CreatePbx> = {}): CreatePbx => ({
  action: "create",
  kind: "pbx",
  key: `pbx:${name}`,
  type: "kazoo",
  wireType: "KazooPbxConnectionProfile",
  name,
  ...common(2, "not-in-dimensions"),
  ...rest,
});

export const updatePbx = (name: string, rest: Overrides<UpdatePbx> = {}): UpdatePbx => ({
  action: "update",
  kind: "pbx",
  key: `pbx:${name}`,
  objectId: toPbxId(`id-of-${name}`),
  name,
  ...common(2, "field-differs"),
  ...rest,
});

export const deletePbx = (name: string, rest: Overrides<DeletePbx> = {}): DeletePbx => ({
  action: "delete",
  kind: "pbx",
  key: `pbx:${name}`,
  objectId: toPbxId(`id-of-${name}`),
  name,
  ...common(6, "declared-absent"),
  ...rest,
});

export const createUser = (email: string, rest: Overrides<CreateUser> = {}): CreateUser => ({
  action: "create",
  kind: "user",
  key: `user:${email}`,
  email,
  admin: false,
  roles: { add: [], remove: [] },
  ...common(rest.admin ? 3 : 4, "not-in-dimensions"),
  ...rest,
});

export const updateUser = (email: string, rest: Overrides<UpdateUser> = {}): UpdateUser => ({
  action: "update",
  kind: "user",
  key: `user:${email}`,
  email,
  admin: false,
  objectId: toUserId(`id-of-${email}`),
  roles: { add: [], remove: [] },
  ...common(4, "grant"),
  ...rest,
});

/** A person whom the PBX import brings, or an earlier wave creates. */
export function updateAwaitedUser(
  email: string,
  rest: Omit<Overrides<UpdateUser>, "objectId"> = {},
): UpdateUser {
  const { objectId: _, ...awaited } = updateUser(email, rest);
  return awaited;
}

export const deleteUser = (email: string, rest: Overrides<DeleteUser> = {}): DeleteUser => ({
  action: "delete",
  kind: "user",
  key: `user:${email}`,
  email,
  objectId: toUserId(`id-of-${email}`),
  roles: { add: [], remove: [] },
  ...common(5, "declared-absent"),
  ...rest,
});
