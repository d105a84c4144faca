import { equalJson } from "../../model/json.ts";
import type { ChangeRecord, FieldRecord } from "./change-record.ts";
import { describeStaleness, objectName } from "./staleness.ts";

/** A customer of a plan, as far as the approval of its changes depends on it. */
export interface ApprovedCustomer {
  readonly manifestDigest: string;
  readonly changes: readonly ChangeRecord[];
}

/**
 * What became stale since a customer's plan was approved, as sentences; none: its fresh changes are approved ones, every one
 * of them, and may be applied. Fewer changes than were approved is not stale: an earlier run has done the others.
 */
export function findStaleness(approved: ApprovedCustomer, fresh: ApprovedCustomer): readonly string[] {
  if (approved.manifestDigest !== fresh.manifestDigest)
    return ["its manifest has changed since the plan was saved"];
  return fresh.changes.flatMap((change) => findChangeStaleness(change, approved.changes));
}

function findChangeStaleness(fresh: ChangeRecord, approved: readonly ChangeRecord[]): readonly string[] {
  const ofObject = approved.filter(
    (candidate) => candidate.kind === fresh.kind && candidate.key === fresh.key,
  );
  if (ofObject.some((candidate) => covers(candidate, fresh))) return [];
  const same = ofObject.find(
    (candidate) => candidate.action === fresh.action && candidate.wave === fresh.wave,
  );
  if (same && !isAwaited(same) && same.objectId !== fresh.objectId)
    return [`${objectName(fresh)} is another one than when the plan was made`];
  const staleness = same ? describeStaleness(same, fresh) : findRoleStaleness(ofObject, fresh);
  return staleness.length > 0 ? staleness : [notPlanned(fresh)];
}

/** A change of another wave than the approved ones, e.g. to take away a role that somebody has given meanwhile. */
function findRoleStaleness(ofObject: readonly ChangeRecord[], fresh: ChangeRecord): readonly string[] {
  const [approved] = ofObject;
  if (
    approved?.action !== fresh.action ||
    approved.roles?.held === undefined ||
    fresh.roles?.held === undefined
  )
    return [];
  return describeStaleness({ ...approved, fields: [] }, { ...fresh, fields: [] });
}

function notPlanned(fresh: ChangeRecord): string {
  const name = objectName(fresh);
  if (fresh.action === "create")
    return `${name} is not in Dimensions, and to create it was not part of the plan`;
  if (fresh.action === "delete") return `${name}: its removal was not part of the plan`;
  return `${name}: this change was not part of the plan`;
}

/** Whether the fresh change does nothing that the approved one does not say, and takes for granted what it did. */
function covers(approved: ChangeRecord, fresh: ChangeRecord): boolean {
  if (approved.action === "create" && fresh.action === "update") return finishes(approved, fresh);
  if (approved.action !== fresh.action || approved.wave !== fresh.wave) return false;
  if (isAwaited(approved))
    return (
      within(fresh.roles?.add, approved.roles?.add) && within(fresh.roles?.remove, approved.roles?.remove)
    );
  if (approved.objectId !== fresh.objectId) return false;
  return equalJson(comparableContent(approved), comparableContent(fresh));
}

/** A create that was cut off: only what nobody can see yet (a secret, the enabling of a PBX) is left to write. */
function finishes(approved: ChangeRecord, fresh: ChangeRecord): boolean {
  const wasDesired = (field: FieldRecord): boolean =>
    approved.fields.some((desired) => desired.name === field.name && equalJson(desired.after, field.after));
  const adds = (fresh.roles?.add.length ?? 0) + (fresh.roles?.remove.length ?? 0);
  return (
    adds === 0 && fresh.fields.every((field) => isUnseen(field) && (wasDesired(field) || isEnabling(field)))
  );
}

function isUnseen(field: FieldRecord): boolean {
  return equalJson(field.before, { unknown: true });
}

function isEnabling(field: FieldRecord): boolean {
  return field.name === "enabled" && field.after === true;
}

/** Planned for somebody who was still to come, with the PBX import or by a create: who that is could not be known. */
function isAwaited(approved: ChangeRecord): boolean {
  return approved.kind === "user" && approved.action === "update" && approved.objectId === undefined;
}

function within(part: readonly string[] = [], whole: readonly string[] = []): boolean {
  return part.every((item) => whole.includes(item));
}

function comparableContent({ fields, roles }: ChangeRecord): unknown {
  return {
    fields: fields
      .map(({ name, before, after }) => ({ name, before: before ?? { none: true }, after }))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    // Roles that somebody else has given meanwhile do not matter: what is added and taken away is what was approved.
    roles: roles ? { add: roles.add.toSorted(), remove: roles.remove.toSorted() } : null,
  };
}
