import { liveId, type Change } from "../../model/plan/change.ts";
import type { Json, JsonObject } from "../../model/json/json.ts";
import { toJson, type Before, type DesiredValue, isSecret, isUnknown } from "../../model/customer/value.ts";
import { compareText } from "../order.ts";

/** What a change would do and what it takes for granted; see `changeContent`. */
export interface ChangeContent extends JsonObject {
  readonly fields: readonly JsonObject[];
  readonly held: Json;
}

/**
 * What a change would do and what it takes for granted, as one value to be compared and hashed. Not in it: wording, risks,
 * approvals, line numbers. What has no order (fields, roles) comes in the order of its text.
 */
export function changeContent(change: Change): ChangeContent {
  const roles = change.kind === "user" ? change.roles : undefined;
  return {
    kind: change.kind,
    action: change.action,
    key: change.key,
    wave: change.wave,
    object: liveId(change) ?? null,
    fields: change.fields.map(fieldContent).toSorted((left, right) => compareText(left.name, right.name)),
    held: sorted(roles?.held),
    add: sorted(roles?.add),
    remove: sorted(roles?.remove),
    inside: change.kind === "pbx" && change.action === "create" && change.inside === true,
  };
}

interface FieldContent extends JsonObject {
  readonly name: string;
}

function fieldContent({ name, before, after }: Change["fields"][number]): FieldContent {
  return { name, before: beforeContent(before), after: valueContent(after) };
}

function beforeContent(before: Before | undefined): Json {
  if (before === undefined) return "none";
  return isUnknown(before) ? "unknown" : { value: toJson(before) };
}

function valueContent(value: DesiredValue): Json {
  return isSecret(value) ? { secret: value.secret } : { value: toJson(value) };
}

function sorted(roles: readonly string[] | undefined): Json {
  return roles?.toSorted() ?? null;
}
