import type { FieldChange } from "../../model/plan/change.ts";
import type { DesiredValue } from "../../model/customer/fields.ts";
import type { RoleId } from "../../model/ids.ts";
import { equalJson, type Json } from "../../model/json.ts";
import type { ObservedFields } from "../../model/customer/fields.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { PatchOp } from "../../remote/api.ts";

/** The secret that a change needs is not there: found before anything is written, so this is our bug or a race. */
export class MissingSecretError extends Error {
  override readonly name = "MissingSecretError";
}

/** Field changes as JSON Patch, secrets resolved at the last moment. */
export function fieldOps(fields: readonly FieldChange[], secrets: SecretSource): readonly PatchOp[] {
  return fields.map(({ path, after }) => ({ op: "replace", path, value: resolve(after, secrets) }));
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

/** Whether the service reports every one of these fields as desired; a secret or an unreported field cannot tell. */
export function showsAll(fields: readonly FieldChange[], reported: ObservedFields): boolean {
  return fields.every(({ name, after }) => {
    const value = reported.get(name);
    return value !== undefined && after.kind === "plain" && equalJson(value, after.value);
  });
}

function resolve(desiredValue: DesiredValue, secrets: SecretSource): Json {
  if (desiredValue.kind === "plain") return desiredValue.value;
  const value = secrets(desiredValue.name);
  if (value === undefined) throw new MissingSecretError(`the secret ${desiredValue.name} is not there`);
  return value.reveal();
}
