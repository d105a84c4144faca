import type { Change as ChangeDocument, Coverage as CoverageDocument } from "#schemas/plan";
import type { FieldChange as FieldDocument, Hold as HoldDocument, PlannedCustomer } from "#schemas/plan";
import type { Problem as ProblemDocument, Risk as RiskDocument, Roles as RolesDocument } from "#schemas/plan";
import type { Change, FieldChange, Hold, RoleChange } from "../../model/plan/change.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Coverage, CustomerPlan } from "../../model/plan/plan.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { RiskFinding } from "../../model/plan/risk.ts";

/** A change as scripts read it, and as a saved plan is compared with a fresh one. Secrets by name only. */
export function changeDocument(change: Change): ChangeDocument {
  return {
    action: change.action,
    kind: change.kind,
    key: change.key,
    ...(change.formerKey === undefined ? {} : { formerKey: change.formerKey }),
    ...objectId(change),
    wave: change.wave,
    reason: change.reason,
    fields: change.fields.map((field) => fieldDocument(field)),
    ...particulars(change),
    risks: change.risks.map((finding) => riskDocument(finding)),
    at: { ...change.at },
    ...(change.hold === undefined ? {} : { hold: holdDocument(change.hold) }),
  };
}

/** The id of the live object; absent when there is none yet, or when the PBX import is to bring it. */
function objectId(change: Change): { objectId?: string } {
  if (change.kind === "customer" || change.action === "create") return {};
  if (change.kind === "pbx") return { objectId: change.pbxId };
  if (change.action === "delete") return { objectId: change.userId };
  return change.target.by === "id" ? { objectId: change.target.userId } : {};
}

/** What a plan and a result both say of a customer. */
export function customerFacts(
  customer: CustomerPlan,
): Omit<PlannedCustomer, "status" | "changes" | "reference" | "name" | "file" | "at"> {
  return {
    ...(customer.why === undefined ? {} : { why: customer.why }),
    ...(customer.target.state === "exists" ? { tenantId: customer.target.tenantId } : {}),
    manifestDigest: customer.manifestDigest,
    unchanged: customer.unchanged,
    notes: customer.notes.map(({ code, text }) => ({ code, text })),
    warnings: customer.warnings.map((diagnostic) => diagnosticDocument(diagnostic)),
    coverage: coverageDocument(customer.coverage),
    requests: customer.requests,
  };
}

/** A problem without anything but what the schema names. */
export function diagnosticDocument({
  code,
  severity,
  summary,
  hint,
  at,
  excerpt,
}: Diagnostic): ProblemDocument {
  return {
    code,
    severity,
    summary,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at: { ...at } }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** Why a change is held: the risks by name, the object it waits for by key. */
export function holdDocument(hold: Hold): HoldDocument {
  switch (hold.why) {
    case "not-approved":
      return { why: hold.why, risks: hold.risks.map((finding) => finding.risk) };
    case "depends-on":
      return { why: hold.why, on: hold.on };
    case "last-admin":
      return { why: hold.why };
    case "ambiguous":
    case "higher-level":
    case "not-imported":
    case "incomplete":
    case "no-admin":
    case "stale":
    case "not-started":
      return { why: hold.why, detail: hold.detail };
  }
}

/** A plain value; an object is wrapped, so that it cannot be taken for `{ secret }` or `{ unknown }`. */
export function valueDocument(
  value: Json,
): string | number | boolean | null | unknown[] | { value: JsonObject } {
  if (isList(value)) return [...value];
  return isJsonObject(value) ? { value } : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What only users or only new PBXs have. */
function particulars(change: Change): Pick<ChangeDocument, "roles" | "admin" | "inside" | "enable"> {
  if (change.kind === "customer") return {};
  if (change.kind === "pbx") {
    if (change.action !== "create") return {};
    return { ...(change.inside ? { inside: true } : {}), ...(change.enable ? { enable: true } : {}) };
  }
  return {
    roles: rolesDocument(change.roles),
    ...(change.action === "delete" ? {} : { admin: change.admin }),
  };
}

function fieldDocument({ name, before, after }: FieldChange): FieldDocument {
  return {
    name,
    ...(before.kind === "none"
      ? {}
      : { before: before.kind === "unknown" ? { unknown: true } : valueDocument(before.value) }),
    after: after.kind === "secret" ? { secret: after.name } : valueDocument(after.value),
  };
}

function rolesDocument({ held, add, remove }: RoleChange): RolesDocument {
  return { ...(held === undefined ? {} : { held: [...held] }), add: [...add], remove: [...remove] };
}

function riskDocument({ risk, severity, detail, approvedBy }: RiskFinding): RiskDocument {
  return { risk, severity, detail, ...(approvedBy === undefined ? {} : { approvedBy }) };
}

function coverageDocument({ declared, compared, notCompared }: Coverage): CoverageDocument {
  return { declared, compared, notCompared: notCompared.map(({ path, why }) => ({ path, why })) };
}
