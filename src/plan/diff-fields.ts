import type { FieldChange, ObjectKey, Reason } from "../model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx } from "../model/customer/desired.ts";
import type { DesiredField, DesiredFields, ObservedFields } from "../model/customer/fields.ts";
import type { Reference, TenantId } from "../model/ids.ts";
import { equalJson, type Json } from "../model/json/json.ts";
import { isSecret, plainJson, toPlainValue } from "../model/customer/value.ts";
import { fieldFact, type Kind } from "../model/customer/kinds.ts";
import type { PresentCustomer } from "../model/customer/observed.ts";
import type { NotCompared } from "../model/plan/plan.ts";
import type { PlanContext } from "./context.ts";

/** A live object as the field diff sees it. */
export interface LiveObject {
  readonly kind: Kind;
  readonly customer: { readonly reference: Reference; readonly tenantId: TenantId };
  /** The key under which its unshown fields are remembered: its live name. */
  readonly key: ObjectKey;
  readonly fields: ObservedFields;
}

/** How the declared fields of an object compare with the live ones. */
export interface FieldDiff {
  readonly changes: readonly FieldChange[];
  /** Why these of the changes are made; `field-differs` when a reported field does. */
  readonly reasonOf: (changes: readonly FieldChange[]) => Reason;
  readonly declared: number;
  readonly notCompared: readonly NotCompared[];
}

/**
 * Compares the declared fields of an object with what the service reports of it. A field that is not reported is unknown
 * (A6): it changes only when the memory says that something else was written last, or when `--reassert` names it.
 * `place` is how the object is called in a coverage line: ``, `pbxs[0].`.
 */
export function diffFields(
  desired: DesiredFields,
  live: LiveObject,
  place: string,
  context: PlanContext,
): FieldDiff {
  const verdicts = [...desired]
    .filter(([name]) => fieldFact(live.kind, name).createOnly !== true)
    .map(([name, field]) => ({ name, field, verdict: compareField(name, field, live, place, context) }));
  const changing = verdicts.filter(({ verdict }) => verdict.kind === "changes");
  const reasons = new Map(
    changing.flatMap(({ name, verdict }) => (verdict.kind === "changes" ? [[name, verdict.reason]] : [])),
  );
  return {
    changes: changing.map(({ name, field }) => fieldChange(name, field, live.fields)),
    reasonOf: (changes) =>
      REASON_ORDER.find((reason) => changes.some(({ name }) => reasons.get(name) === reason)) ??
      "field-differs",
    declared: verdicts.length,
    notCompared: verdicts.flatMap(({ name, verdict }) =>
      verdict.kind === "not-compared" ? [{ path: `${place}${name}`, why: verdict.why }] : [],
    ),
  };
}

/** Both names of a customer that is there: what is remembered of it is found by them. */
export function identify(desired: DesiredCustomer, live: PresentCustomer): LiveObject["customer"] {
  return { reference: desired.reference, tenantId: live.tenantId };
}

/** The fields of an object that does not exist yet: every declared one, except those that clear a value. */
export function fieldsToCreate(desired: DesiredFields): readonly FieldChange[] {
  return [...desired]
    .filter(([, { value }]) => value !== null)
    .map(([name, { value }]) => ({ name, after: value }));
}

const REASON_ORDER = ["field-differs", "written-value-differs", "not-confirmed", "reassert"] as const;

type Verdict =
  | { readonly kind: "equal" }
  | { readonly kind: "changes"; readonly reason: (typeof REASON_ORDER)[number] }
  | { readonly kind: "not-compared"; readonly why: NotCompared["why"] };

function compareField(
  name: string,
  field: DesiredField,
  live: LiveObject,
  place: string,
  context: PlanContext,
): Verdict {
  const reported = live.fields.get(name);
  const desired = plainJson(field.value);
  if (reported !== undefined && desired !== undefined) {
    return isSameValue(reported, desired) ? { kind: "equal" } : { kind: "changes", reason: "field-differs" };
  }
  const lastWritten = context.lookupLastWritten(live.customer, live.key, name, field.value);
  if (lastWritten === "no-secret") return { kind: "not-compared", why: "secret-missing" };
  if (isReasserted(name, place, context)) return { kind: "changes", reason: "reassert" };
  switch (lastWritten) {
    case "same":
      return { kind: "equal" };
    case "different":
      return { kind: "changes", reason: "written-value-differs" };
    case "pending":
      return { kind: "changes", reason: "not-confirmed" };
    case "missing":
      return { kind: "not-compared", why: isSecret(field.value) ? "secret-not-shown" : "not-shown" };
  }
}

/** Clearing a value is met by an empty text as well as by null: the service may store one as the other. */
function isSameValue(reported: Json, desired: Json): boolean {
  return equalJson(reported, desired) || (isNothing(reported) && isNothing(desired));
}

function isNothing(value: Json): boolean {
  return value === null || value === "";
}

/** A field is named as the coverage line has it (`pbxs[0].apiKey`), of every PBX (`pbxs.apiKey`), or of every object. */
function isReasserted(name: string, place: string, { reassert }: PlanContext): boolean {
  if (reassert === "none") return false;
  return reassert === "all" || namesOfField(name, place).some((path) => reassert.has(path));
}

/** The names under which `--reassert` knows a field. */
export function namesOfField(name: string, place: string): readonly string[] {
  return [name, `${place}${name}`, `${place.replace(/\[\d+\]/, "")}${name}`];
}

function fieldChange(name: string, field: DesiredField, observed: ObservedFields): FieldChange {
  const reported = observed.get(name);
  const isShown = reported !== undefined && !isSecret(field.value);
  return { name, before: isShown ? toPlainValue(reported) : { unknown: true }, after: field.value };
}

/**
 * The declared fields with the default of `enabled`, which is on (A4). A profile that is shown as off, or is not known to be on,
 * is therefore never reported as in sync, whether or not anything is remembered of it.
 */
export function withDefaultEnabled(desired: DesiredPbx): DesiredFields {
  if (desired.fields.has("enabled")) return desired.fields;
  return new Map([...desired.fields, ["enabled", { value: true, origin: desired.origin }]]);
}

/**
 * The context in which the profile is compared. Where neither the service nor the memory says whether it is on, and the customer has no
 * confirmed admin, its onboarding was cut off at or before this profile: the wave of the admins comes after the one of the PBXs. Its
 * enabling then counts as begun and never confirmed.
 */
export function asCutOff(
  fields: DesiredFields,
  live: LiveObject,
  customer: PresentCustomer,
  context: PlanContext,
): PlanContext {
  const wantsOn = plainJson(fields.get("enabled")?.value) === true;
  if (!wantsOn || live.fields.has("enabled") || hasConfirmedAdmin(customer, context)) return context;
  return {
    ...context,
    lookupLastWritten: (owner, key, field, value) => {
      const lastWritten = context.lookupLastWritten(owner, key, field, value);
      return field === "enabled" && lastWritten === "missing" ? "pending" : lastWritten;
    },
  };
}

/** Whether nobody can have worked with the customer yet: all its people are known by their roles, and none is an admin. */
export function isWithoutAdmin(customer: PresentCustomer, context: PlanContext): boolean {
  return customer.users.every(({ roles }) => roles !== undefined) && !hasConfirmedAdmin(customer, context);
}

function hasConfirmedAdmin({ users }: PresentCustomer, { dialect }: PlanContext): boolean {
  return users.some(({ roles }) => dialect.isAdmin(roles ?? []));
}
