import type { Change, FieldChange } from "../../model/plan/change.ts";
import type { DesiredValue } from "../../model/customer/fields.ts";
import type { Hash } from "../../model/ports/clock.ts";
import { canonicalJson, type Json } from "../../model/json.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";

/**
 * The digest of what a plan would change, and of nothing else: line numbers, wording, approvals and the hour do not move
 * it. The same desired state against the same live state have the same digest on every machine.
 */
export function planDigest(api: string, customers: readonly CustomerPlan[], hash: Hash): string {
  const content = customers
    .filter((customer) => customer.changes.length > 0)
    .map((customer) => [customer.reference, customer.changes.map(changeContent)]);
  return hash(canonicalJson({ api, customers: content }));
}

/** What a change would do and what it takes for granted, as one comparable value. */
function changeContent(change: Change): Json {
  return {
    kind: change.kind,
    action: change.action,
    key: change.key,
    wave: change.wave,
    object: objectId(change),
    fields: change.fields.map(fieldContent),
    roles: rolesContent(change),
    inside: change.kind === "customer" && change.action === "create" ? (change.firstPbx?.key ?? null) : null,
  };
}

function objectId(change: Change): Json {
  if (change.kind === "pbx") return change.action === "create" ? null : change.pbxId;
  if (change.kind === "customer" || change.action === "create") return null;
  if (change.action === "delete") return change.userId;
  return change.target.by === "id" ? change.target.userId : "import";
}

function fieldContent({ name, before, after }: FieldChange): Json {
  return {
    name,
    before: before.kind === "value" ? { value: before.value } : before.kind,
    after: valueContent(after),
  };
}

function valueContent(desiredValue: DesiredValue): Json {
  return desiredValue.kind === "plain" ? { value: desiredValue.value } : { secret: desiredValue.name };
}

function rolesContent(change: Change): Json {
  if (change.kind !== "user") return null;
  const { held, add, remove } = change.roles;
  return { held: held ? held.toSorted() : null, add: add.toSorted(), remove: remove.toSorted() };
}
