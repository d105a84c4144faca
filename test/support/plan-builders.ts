/** Short ways to write plans, changes and results in tests: what matters is given, the rest is harmless. */
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
import { toPbxId, toReference, toRoleId, toSecretName, toTenantId, toUserId } from "../../src/model/ids.ts";
import type { RoleId } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import { toPlainValue } from "../../src/model/customer/value.ts";
import { defined } from "../../src/model/json/defined.ts";
import { toCustomerResult } from "../../src/model/plan/outcome.ts";
import type { ApplyResult, CustomerResult, Outcome } from "../../src/model/plan/outcome.ts";
import type { BlockedObject, CustomerPlan, Plan } from "../../src/model/plan/plan.ts";
import type { Position, Diagnostic } from "../../src/model/diagnostic.ts";
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

/** A declared person whom two live users answer to. */
export const blockedUser = (email: string, rest: Partial<BlockedObject> = {}): BlockedObject => ({
  kind: "user",
  key: `user:${email}`,
  reason: "ambiguous",
  detail: `2 live users have the address ${email}`,
  at: at(9),
  ...rest,
});

/** What a customer of a plan may say besides its reference; `isNew`: it is not in Dimensions yet. */
export type CustomerOverrides = Partial<Omit<CustomerPlan, "reference">> & { readonly isNew?: boolean };

/** A customer of a plan; changed when it has changes and nothing else is said. */
export function customerPlan(
  reference: string,
  { isNew = false, ...rest }: CustomerOverrides = {},
): CustomerPlan {
  const file = rest.file ?? "customers/acme.yaml";
  return {
    reference: toReference(reference),
    name: "Acme Dental",
    file,
    at: at(1, file),
    status: statusOf(rest),
    ...(!isNew && { tenantId: toTenantId(`tenant-of-${reference}`) }),
    confirmedAdmins: [],
    manifestDigest: `digest-of-${reference}`,
    unchanged: 0,
    blocked: [],
    notes: [],
    warnings: [],
    coverage: { declared: 0, compared: 0, notCompared: [] },
    requests: 2,
    changes: [],
    ...rest,
  };
}

function statusOf({ changes = [], blocked = [] }: CustomerOverrides): CustomerPlan["status"] {
  if (changes.length > 0) return "changed";
  return blocked.length > 0 ? "blocked" : "unchanged";
}

/** A plan with its summary counted from its customers. */
export function planOf(
  customers: readonly CustomerPlan[],
  rest: Partial<Omit<Plan, "customers">> = {},
): Plan {
  const changes = customers.flatMap((customer) => customer.changes);
  const counted = (action: Change["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return {
    formatVersion: 2,
    toolVersion: "1.2.3",
    environment: "sandbox",
    api: "http://127.0.0.1:4010",
    digest: "0f1e2d3c",
    summary: {
      create: counted("create"),
      update: counted("update"),
      delete: counted("delete"),
      unchanged: customers.reduce((sum, customer) => sum + customer.unchanged, 0),
      held: changes.filter((change) => change.hold !== undefined).length,
      blocked: customers.reduce((sum, customer) => sum + customer.blocked.length, 0),
    },
    customers,
    noLongerManaged: [],
    problems: [],
    ...rest,
  };
}

/** What became of a customer: outcomes in the order of its changes; the last one stands for all that follow. */
export function customerResult(
  plan: CustomerPlan,
  outcomes: readonly Outcome[],
  rest: Partial<Pick<CustomerResult, "status" | "staleness" | "remaining">> = {},
): CustomerResult {
  const ended = (index: number): Outcome =>
    outcomes[Math.min(index, outcomes.length - 1)] ?? { status: "done" };
  const isGood = plan.changes.every((_, index) => ["done", "unchanged"].includes(ended(index).status));
  const isComplete = isGood && plan.blocked.length === 0;
  const status = !isComplete ? "incomplete" : plan.changes.length === 0 ? "unchanged" : "done";
  const found = { status, staleness: [], remaining: [], ...rest } as const;
  return toCustomerResult(plan, found, (_, index) => ended(index));
}

/** A result with its summary counted from its customers. */
export function resultOf(
  customers: readonly CustomerResult[],
  rest: Partial<Omit<ApplyResult, "customers">> = {},
): ApplyResult {
  const all = customers.flatMap((customer) => customer.changes.map(({ outcome }) => outcome.status));
  const counted = (status: Outcome["status"]): number => all.filter((found) => found === status).length;
  return {
    environment: "sandbox",
    api: "http://127.0.0.1:4010",
    planDigest: "0f1e2d3c",
    customers,
    summary: {
      done: counted("done"),
      failed: counted("failed"),
      held: counted("held"),
      unknown: counted("unknown"),
      unchanged: counted("unchanged") + customers.reduce((sum, customer) => sum + customer.unchanged, 0),
      blocked: customers.reduce((sum, customer) => sum + customer.blocked.length, 0),
    },
    ...rest,
  };
}

export function diagnostic(code: string, rest: Partial<Omit<Diagnostic, "code">> = {}): Diagnostic {
  return { code, severity: "error", summary: `${code} is wrong`, ...rest };
}
