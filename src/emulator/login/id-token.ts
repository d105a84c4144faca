import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { Json, JsonObject } from "../../model/json/json.ts";

/** Signs ID tokens with RS256. The key pair is made at its first use, because few runs need one. */
export interface Signer {
  sign(claims: JsonObject): string;
  /** The public key as a JSON Web Key Set. */
  keySet(): Json;
}

/** A signer with a key of its own, which lives as long as the process. */
export function createSigner(): Signer {
  let key: KeyObject | undefined;
  const privateKey = (): KeyObject =>
    (key ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  return {
    sign(claims) {
      const text = `${encoded({ alg: "RS256", typ: "JWT", kid: KEY_ID })}.${encoded(claims)}`;
      return `${text}.${sign("sha256", Buffer.from(text), privateKey()).toString("base64url")}`;
    },
    keySet() {
      const { n = "", e = "" } = createPublicKey(privateKey()).export({ format: "jwk" });
      return { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: KEY_ID, n, e }] };
    },
  };
}

const KEY_ID = "emulator-1";

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
