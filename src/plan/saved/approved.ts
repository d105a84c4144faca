import { equalJson } from "../../model/json/json.ts";
import { liveId, type Change, type FieldChange, type RoleChange } from "../../model/plan/change.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { isUnknown } from "../../model/customer/value.ts";
import { changeContent } from "./change-content.ts";
import { describeStaleness, objectName } from "./staleness.ts";

/** A customer of a plan, as far as the approval of its changes depends on it. */
type ApprovedCustomer = Pick<CustomerPlan, "manifestDigest" | "tenantId" | "changes">;

/**
 * What became stale since a customer's plan was approved, as sentences; none: its fresh changes are approved ones, every one
 * of them, and may be applied. Fewer changes than were approved is not stale: an earlier run has done the others.
 */
export function findStaleness(approved: ApprovedCustomer, fresh: ApprovedCustomer): readonly string[] {
  if (approved.manifestDigest !== fresh.manifestDigest)
    return ["the manifest changed since the plan was saved"];
  const { tenantId } = fresh;
  if (approved.tenantId !== undefined && tenantId !== undefined && tenantId !== approved.tenantId)
    return [`the customer was ${approved.tenantId} and is now ${tenantId}`];
  return fresh.changes.flatMap((change) => findChangeStaleness(change, approved.changes));
}

function findChangeStaleness(fresh: Change, approved: readonly Change[]): readonly string[] {
  const ofObject = approved.filter(
    (candidate) => candidate.kind === fresh.kind && candidate.key === fresh.key,
  );
  if (ofObject.some((candidate) => covers(candidate, fresh))) return [];
  const same = ofObject.find(
    (candidate) => candidate.action === fresh.action && candidate.wave === fresh.wave,
  );
  if (same && !isAwaited(same) && liveId(same) !== liveId(fresh))
    return [`${objectName(fresh)} is a different object than in the plan`];
  const staleness = same ? describeStaleness(same, fresh) : findRoleStaleness(ofObject, fresh);
  return staleness.length > 0 ? staleness : [notPlanned(fresh)];
}

/** A change of another wave than the approved ones, e.g. to take away a role that someone has given meanwhile. */
function findRoleStaleness(ofObject: readonly Change[], fresh: Change): readonly string[] {
  const [approved] = ofObject;
  if (approved?.action !== fresh.action || approved.kind !== "user" || fresh.kind !== "user") return [];
  if (approved.roles.held === undefined || fresh.roles.held === undefined) return [];
  return describeStaleness({ ...approved, fields: [] }, { ...fresh, fields: [] });
}

function notPlanned(fresh: Change): string {
  const name = objectName(fresh);
  if (fresh.action === "create")
    return `${name} not found in Dimensions, and creating it is not part of the plan`;
  if (fresh.action === "delete") return `${name}: its deletion is not part of the plan`;
  return `${name}: this change is not part of the plan`;
}

/** Whether the fresh change does nothing that the approved one does not say, and takes for granted what it did. */
function covers(approved: Change, fresh: Change): boolean {
  if (approved.action === "create" && fresh.action === "update") return finishes(approved, fresh);
  if (approved.action !== fresh.action || approved.wave !== fresh.wave) return false;
  if (isAwaited(approved)) {
    const [was, now] = [roles(approved), roles(fresh)];
    return within(now.add, was.add) && within(now.remove, was.remove);
  }
  return equalJson(approvedContent(approved), approvedContent(fresh));
}

/** A create that was cut off: only what nobody can see yet (a secret, the enabling of a PBX) is left to write. */
function finishes(approved: Change, fresh: Change): boolean {
  const wasDesired = (field: FieldChange): boolean =>
    approved.fields.some((desired) => desired.name === field.name && equalJson(desired.after, field.after));
  const { add, remove } = roles(fresh);
  if (add.length + remove.length > 0) return false;
  return fresh.fields.every((field) => isUnknown(field.before) && (wasDesired(field) || isEnabling(field)));
}

function isEnabling(field: FieldChange): boolean {
  return field.name === "enabled" && field.after === true;
}

/** Planned for someone who was still to come, with the PBX import or by a create: who that is could not be known. */
function isAwaited(approved: Change): boolean {
  return approved.kind === "user" && approved.action === "update" && liveId(approved) === undefined;
}

function roles(change: Change): RoleChange {
  return change.kind === "user" ? change.roles : { add: [], remove: [] };
}

function within(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((item) => whole.includes(item));
}

/**
 * Roles that someone else has given meanwhile do not matter: what is added and taken away is what was approved. Nor does
 * it matter whether a PBX still travels with its customer.
 */
function approvedContent(change: Change): unknown {
  return { ...changeContent(change), held: null, inside: null };
}
