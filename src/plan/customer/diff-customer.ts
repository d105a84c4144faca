import type { FieldChange, Reason } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { PresentCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";
import { plainJson } from "../../model/customer/value.ts";
import { diffFields, fieldsToCreate, identify } from "../diff-fields.ts";
import { EMPTY_DIFF, type Diff, type UnassessedChange } from "../diff.ts";

/** Wave 1 of a customer that does not exist: its create; the change of its first PBX says that it travels inside (A2). */
export function diffNewCustomer(desired: DesiredCustomer, context: PlanContext): Diff {
  const change: UnassessedChange = {
    action: "create",
    kind: "customer",
    key: "customer",
    wave: 1,
    reason: "not-in-dimensions",
    fields: fieldsToCreate(desired.fields),
    at: context.locate(desired.origin),
  };
  return { ...EMPTY_DIFF, changes: [change] };
}

/** A customer that is there: an update in wave 1; a disable waits for wave 6, behind everything else. */
export function diffCustomer(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Diff {
  const diff = diffFields(
    desired.fields,
    { kind: "customer", customer: identify(desired, live), key: "customer", fields: live.fields },
    "",
    context,
  );
  const disabling = diff.changes.filter(isDisabling);
  const renaming = renameChanges(desired, live);
  const others = diff.changes.filter((field) => !isDisabling(field));
  const update = (wave: 1 | 6, reason: Reason, fields: readonly FieldChange[]): UnassessedChange => {
    const at = context.locate(originOfFirst(desired, fields));
    return { action: "update", kind: "customer", key: "customer", wave, reason, fields, at };
  };
  const changes = [
    ...(renaming.length + others.length > 0
      ? [update(1, renaming.length > 0 ? "renamed" : diff.reasonOf(others), [...renaming, ...others])]
      : []),
    ...(disabling.length > 0 ? [update(6, "disable", disabling)] : []),
  ];
  return {
    ...EMPTY_DIFF,
    changes,
    unchanged: changes.length === 0 ? 1 : 0,
    declared: diff.declared,
    notCompared: diff.notCompared,
    notes: trialNotes(desired, live),
  };
}

/** `state: absent` on a customer that is there. */
export function diffDeletedCustomer(desired: DesiredCustomer, context: PlanContext): Diff {
  const change: UnassessedChange = {
    action: "delete",
    kind: "customer",
    key: "customer",
    wave: 6,
    reason: "declared-absent",
    fields: [],
    at: context.locate(desired.origin),
  };
  return { ...EMPTY_DIFF, changes: [change] };
}

/** The customer was found under `previouslyReference`: it is given its new reference. */
function renameChanges(
  desired: DesiredCustomer,
  { formerReference }: PresentCustomer,
): readonly FieldChange[] {
  return formerReference === undefined
    ? []
    : [{ name: "reference", before: formerReference, after: desired.reference }];
}

function isDisabling(field: FieldChange): boolean {
  return field.name === "enabled" && field.after === false;
}

function originOfFirst(desired: DesiredCustomer, changes: readonly FieldChange[]): DesiredCustomer["origin"] {
  return desired.fields.get(changes[0]?.name ?? "")?.origin ?? desired.origin;
}

/** A trial can only begin with its customer (CONTRACT.md section 8 rule 11). */
function trialNotes(desired: DesiredCustomer, live: PresentCustomer): Diff["notes"] {
  const wanted = plainJson(desired.fields.get("trialDuration")?.value);
  const reported = live.fields.get("trialDuration");
  if (wanted === undefined || reported === undefined || wanted === reported) return [];
  return [
    { code: "create-only", text: "trialDuration can only be set at creation; the difference is ignored" },
  ];
}
