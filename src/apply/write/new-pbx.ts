import type { CreatePbx } from "../../model/plan/change.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { NewPbx } from "../../remote/api.ts";
import { createFields } from "./patch-ops.ts";

/**
 * What a profile is created from, by itself or inside its customer. `enabled` is not part of a profile's create
 * (CONTRACT.md section 6); a patch follows (A4).
 */
export function newPbx({ wireType, fields }: CreatePbx, secrets: SecretSource): NewPbx {
  const sent = fields.filter(({ name }) => name !== "enabled");
  return { wireType, fields: createFields(sent, secrets) };
}
