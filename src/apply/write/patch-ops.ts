import type { FieldChange } from "../../model/plan/change.ts";
import { isSecret, toJson, type DesiredValue } from "../../model/customer/value.ts";
import { fieldFact, type Kind } from "../../model/customer/kinds.ts";
import type { RoleId } from "../../model/ids.ts";
import { equalJson, type Json } from "../../model/json/json.ts";
import type { ObservedFields } from "../../model/customer/fields.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { PatchOp } from "../../remote/api.ts";
import { FailedError } from "./held-error.ts";

/** Field changes as JSON Patch, secrets resolved at the last moment. A missing one throws a FailedError. */
export function fieldOps(
  kind: Kind,
  fields: readonly FieldChange[],
  secrets: SecretSource,
): readonly PatchOp[] {
  return fields.map(({ name, after }) => ({
    op: "replace",
    path: fieldFact(kind, name).path,
    value: resolve(after, secrets),
  }));
}

/** Roles are added one by one, so that nobody else's are touched (CONTRACT.md section 5.3). */
export function roleOps(add: readonly RoleId[]): readonly PatchOp[] {
  return add.map((role) => ({ op: "add", path: "/roles/-", value: role }));
}

/** The fields of a create, by manifest name. */
export function createFields(
  fields: readonly FieldChange[],
  secrets: SecretSource,
): ReadonlyMap<string, Json> {
  return new Map(fields.map(({ name, after }) => [name, resolve(after, secrets)]));
}

/** Whether the service reports every one of these fields as desired; a secret or an unreported field is no proof. */
export function showsAll(fields: readonly FieldChange[], reported: ObservedFields): boolean {
  return fields.every(({ name, after }) => {
    const value = reported.get(name);
    return value !== undefined && !isSecret(after) && equalJson(value, toJson(after));
  });
}

function resolve(desiredValue: DesiredValue, secrets: SecretSource): Json {
  if (!isSecret(desiredValue)) return toJson(desiredValue);
  const value = secrets(desiredValue.secret);
  // Found before anything is written, so this is our bug or a race.
  if (value === undefined)
    throw new FailedError({ status: "failed", why: `secret \`${desiredValue.secret}\` not found` });
  return value.reveal();
}
