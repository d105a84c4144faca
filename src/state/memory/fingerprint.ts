import { createHmac } from "node:crypto";
import type { ObjectKey } from "../../model/plan/change.ts";
import { isSecret, toJson, type DesiredValue } from "../../model/customer/value.ts";
import { toEmailKey, type TenantId } from "../../model/ids.ts";
import { canonicalJson, type Json } from "../../model/json/json.ts";
import type { SecretSource } from "../../model/ports/memory.ts";

/** The field that a fingerprint is of: part of what is hashed, so equal values of two fields do not look equal. */
interface FieldLocation {
  /** undefined before the customer exists: such a fingerprint marks a write as begun and equals no other. */
  readonly tenantId: TenantId | undefined;
  readonly key: ObjectKey;
  readonly field: string;
}

/** Makes and compares fingerprints of desired values for one environment with one key. */
export interface Fingerprints {
  /** undefined when the desired value is a secret whose value does not exist. */
  of(place: FieldLocation, desiredValue: DesiredValue): string | undefined;
  /** "other-key": the remembered one was made with another key and says nothing. */
  compare(
    remembered: string,
    place: FieldLocation,
    desiredValue: DesiredValue,
  ): "same" | "different" | "no-secret" | "other-key";
}

/**
 * Fingerprints are `<key id>.<HMAC-SHA-256>`, and `<key id>.<HMAC>.<object key>` once their object has got another name:
 * the value cannot be hashed again under the new one, so the old one is kept.
 */
export function fingerprints(environmentKey: string, key: Uint8Array, secrets: SecretSource): Fingerprints {
  const keyId = createHmac("sha256", key).update("dimctl key id").digest("hex").slice(0, 8);
  const of = (place: FieldLocation, desiredValue: DesiredValue): string | undefined => {
    const value = fingerprintValue(place, desiredValue, secrets);
    if (value === undefined) return undefined;
    const subject = [environmentKey, place.tenantId ?? null, place.key, place.field, value];
    return `${keyId}.${createHmac("sha256", key).update(canonicalJson(subject)).digest("hex")}`;
  };
  return {
    of,
    compare: (remembered, place, desiredValue) => {
      const [madeWith = "", hash = "", ...name] = remembered.split(".");
      if (madeWith !== keyId) return "other-key";
      const under = name.length === 0 ? place.key : (asObjectKey(name.join(".")) ?? place.key);
      const now = of({ ...place, key: under }, desiredValue);
      if (now === undefined) return "no-secret";
      return now === `${madeWith}.${hash}` ? "same" : "different";
    },
  };
}

/** The fingerprint as it is kept when its object gets another name. */
export function madeUnder(fingerprint: string, key: ObjectKey): string {
  return fingerprint.split(".").length > 2 ? fingerprint : `${fingerprint}.${key}`;
}

/** The text as an object key; undefined when it is none. */
export function asObjectKey(text: string): ObjectKey | undefined {
  return isObjectKey(text) ? text : undefined;
}

function isObjectKey(text: string): text is ObjectKey {
  return text === "customer" || text.startsWith("pbx:") || text.startsWith("user:");
}

function fingerprintValue(
  place: FieldLocation,
  desiredValue: DesiredValue,
  secrets: SecretSource,
): Json | undefined {
  if (isSecret(desiredValue)) return secrets(desiredValue.secret)?.reveal();
  // Addresses are compared without regard to case (A14).
  const isAddress = place.field === "email" && place.key.startsWith("user:");
  return isAddress && typeof desiredValue === "string" ? toEmailKey(desiredValue) : toJson(desiredValue);
}
