/** Short ways to write plans, changes and results in tests: what matters is given, the rest is harmless. */
import type {
  Change,
  CreatePbx,
  CreateUser,
  FieldChange,
  ObjectKey,
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
import {
  toEmailKey,
  toPbxId,
  toReference,
  toRoleId,
  toSecretName,
  toTenantId,
  toUserId,
} from "../../src/model/ids.ts";
import type { RoleId } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json.ts";
import { fieldFact, type Kind } from "../../src/model/customer/kinds.ts";
import type { ApplyResult, ChangeOutcome, CustomerResult, Outcome } from "../../src/model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../src/model/plan/plan.ts";
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
export function field(kind: Kind, name: string, after: Json, before?: Json | typeof UNKNOWN): FieldChange {
  const was: FieldChange["before"] =
    before === undefined
      ? { kind: "none" }
      : before === UNKNOWN
        ? { kind: "unknown" }
        : { kind: "value", value: before };
  return { name, path: fieldFact(kind, name).path, before: was, after: { kind: "plain", value: after } };
}
export const UNKNOWN = Symbol("not shown by Dimensions");

export function secretField(
  kind: Kind,
  name: string,
  secret: string,
  before: "none" | "unknown" = "none",
): FieldChange {
  const after = { kind: "secret", name: toSecretName(secret) } as const;
  return { name, path: fieldFact(kind, name).path, before: { kind: before }, after };
}

export function risk(name: RiskName, detail = "", approvedBy?: string): RiskFinding {
  const severity = name === "last-admin" ? "never" : DEFAULT_POLICY[name];
  return { risk: name, severity, detail, ...(approvedBy === undefined ? {} : { approvedBy }) };
}

export const roles = (...ids: string[]): readonly RoleId[] => ids.map((id) => toRoleId(id));

const common = (key: ObjectKey, wave: Wave, reason: Reason) => ({
  key,
  wave,
  reason,
  fields: [],
  risks: [],
  at: at(wave),
});

export const createCustomer = (rest: Overrides<CreateCustomer> = {}): CreateCustomer => ({
  ...common("customer", 1, "not-in-dimensions"),
  kind: "customer",
  action: "create",
  ...rest,
});

export const updateCustomer = (rest: Overrides<UpdateCustomer> = {}): UpdateCustomer => ({
  ...common("customer", 1, "field-differs"),
  kind: "customer",
  action: "update",
  ...rest,
});

export const deleteCustomer = (rest: Overrides<DeleteCustomer> = {}): DeleteCustomer => ({
  ...common("customer", 6, "declared-absent"),
  kind: "customer",
  action: "delete",
  ...rest,
});

export const createPbx = (name: string, rest: Overrides<CreatePbx> = {}): CreatePbx => ({
  ...common(`pbx:${name}`, 2, "not-in-dimensions"),
  kind: "pbx",
  action: "create",
  type: "kazoo",
  wireType: "KazooPbxConnectionProfile",
  name,
  inside: false,
  enable: false,
  ...rest,
});

export const updatePbx = (name: string, rest: Overrides<UpdatePbx> = {}): UpdatePbx => ({
  ...common(`pbx:${name}`, 2, "field-differs"),
  kind: "pbx",
  action: "update",
  pbxId: toPbxId(`id-of-${name}`),
  name,
  ...rest,
});

export const deletePbx = (name: string, rest: Overrides<DeletePbx> = {}): DeletePbx => ({
  ...common(`pbx:${name}`, 6, "declared-absent"),
  kind: "pbx",
  action: "delete",
  pbxId: toPbxId(`id-of-${name}`),
  name,
  ...rest,
});

export const createUser = (email: string, rest: Overrides<CreateUser> = {}): CreateUser => ({
  ...common(`user:${email}`, rest.admin ? 3 : 4, "not-in-dimensions"),
  kind: "user",
  action: "create",
  email,
  emailKey: toEmailKey(email),
  admin: false,
  roles: { add: [], remove: [] },
  ...rest,
});

export const updateUser = (email: string, rest: Overrides<UpdateUser> = {}): UpdateUser => ({
  ...common(`user:${email}`, 4, "grant"),
  kind: "user",
  action: "update",
  email,
  emailKey: toEmailKey(email),
  admin: false,
  target: { by: "id", userId: toUserId(`id-of-${email}`) },
  roles: { add: [], remove: [] },
  ...rest,
});

export const deleteUser = (email: string, rest: Overrides<DeleteUser> = {}): DeleteUser => ({
  ...common(`user:${email}`, 5, "declared-absent"),
  kind: "user",
  action: "delete",
  email,
  emailKey: toEmailKey(email),
  userId: toUserId(`id-of-${email}`),
  roles: { add: [], remove: [] },
  ...rest,
});

/** A customer of a plan; changed when it has changes and nothing else is said. */
export function customerPlan(
  reference: string,
  rest: Partial<Omit<CustomerPlan, "reference">> = {},
): CustomerPlan {
  const file = rest.file ?? "customers/acme.yaml";
  return {
    reference: toReference(reference),
    name: "Acme Dental",
    file,
    at: at(1, file),
    status: (rest.changes ?? []).length > 0 ? "changed" : "unchanged",
    target: { state: "exists", tenantId: toTenantId(`tenant-of-${reference}`) },
    confirmedAdmins: [],
    changes: [],
    unchanged: 0,
    notes: [],
    warnings: [],
    coverage: { declared: 0, compared: 0, notCompared: [] },
    requests: 2,
    manifestDigest: `digest-of-${reference}`,
    ...rest,
  };
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
    environment: "sandbox",
    api: "http://127.0.0.1:4010",
    customers,
    noLongerManaged: [],
    digest: "0f1e2d3c",
    summary: {
      create: counted("create"),
      update: counted("update"),
      delete: counted("delete"),
      unchanged: customers.reduce((sum, customer) => sum + customer.unchanged, 0),
      held: changes.filter((change) => change.hold !== undefined).length,
    },
    ...rest,
  };
}

/** What became of a customer: outcomes in the order of its changes; the last one stands for all that follow. */
export function customerResult(
  plan: CustomerPlan,
  outcomes: readonly Outcome[],
  rest: Partial<Omit<CustomerResult, "plan" | "outcomes">> = {},
): CustomerResult {
  const paired = plan.changes.map((change, index): ChangeOutcome => ({
    change,
    outcome: outcomes[Math.min(index, outcomes.length - 1)] ?? { status: "done" },
  }));
  const good = paired.every(({ outcome }) => outcome.status === "done" || outcome.status === "unchanged");
  const status = plan.changes.length === 0 ? "unchanged" : good ? "done" : "incomplete";
  return { plan, status, staleness: [], outcomes: paired, remaining: [], ...rest };
}

/** A result with its summary counted from its customers. */
export function resultOf(
  customers: readonly CustomerResult[],
  rest: Partial<Omit<ApplyResult, "customers">> = {},
): ApplyResult {
  const all = customers.flatMap((customer) => customer.outcomes.map(({ outcome }) => outcome.status));
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
      unchanged: counted("unchanged") + customers.reduce((sum, customer) => sum + customer.plan.unchanged, 0),
    },
    ...rest,
  };
}

export function diagnostic(code: string, rest: Partial<Omit<Diagnostic, "code">> = {}): Diagnostic {
  return { code, severity: "error", summary: `${code} is wrong`, ...rest };
}
