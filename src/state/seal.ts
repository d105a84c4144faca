import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from "node:crypto";
import type { StateDocument } from "../model/ports/state.ts";
import { decodeDocument, JSON_CODEC } from "./document.ts";
import type { DocumentCodec } from "./storage.ts";
import { deriveKey, type StateKey } from "./state-key.ts";
import { stateError } from "./state-diagnostics.ts";

/**
 * The sealed document, version 1. Everything before the cipher text is authenticated with it (AAD).
 *
 *     magic 8 | version 1 | key kind 1 | cipher text length 4 | salt 16 | key check 16 | iv 12 | cipher text | tag 16
 *
 * The key check is derived from the key and the salt: it distinguishes a wrong key from a forged file.
 */
const MAGIC = Buffer.from("dimctlST");
const VERSION = 1;
const KEY_KINDS = { bytes: 1, passphrase: 2 } as const satisfies Record<StateKey["kind"], number>;
const AT = { version: 8, keyKind: 9, length: 10, salt: 14, check: 30, iv: 46, cipherText: 58 } as const;
const TAG_LENGTH = 16;

/** A codec that seals with one key; the bytes may then be kept anywhere. */
export function sealedCodec(key: StateKey): DocumentCodec {
  return { encode: (document) => seal(document, key), decode: (bytes) => unseal(bytes, key) };
}

/** Document to sealed bytes, with a new salt and iv each time. */
export async function seal(document: StateDocument, key: StateKey): Promise<Uint8Array> {
  const plain = await JSON_CODEC.encode(document);
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const keys = await sealingKeys(key, salt);
  const start = Buffer.alloc(AT.salt);
  MAGIC.copy(start);
  start.writeUInt8(VERSION, AT.version);
  start.writeUInt8(KEY_KINDS[key.kind], AT.keyKind);
  start.writeUInt32BE(plain.length, AT.length);
  const header = Buffer.concat([start, salt, keys.check, iv]);
  const cipher = createCipheriv("aes-256-gcm", keys.cipher, iv).setAAD(header);
  return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Sealed bytes to document; a foreign, newer, truncated or forged file and a wrong key each throw their own diagnostic. */
export async function unseal(bytes: Uint8Array, key: StateKey): Promise<StateDocument> {
  const sealed = Buffer.from(bytes);
  checkShape(sealed);
  const keys = await sealingKeys(key, sealed.subarray(AT.salt, AT.check));
  const sameKind = sealed.readUInt8(AT.keyKind) === KEY_KINDS[key.kind];
  if (!sameKind || !timingSafeEqual(keys.check, sealed.subarray(AT.check, AT.iv))) throw wrongKey();
  return decodeDocument(decrypt(sealed, keys.cipher));
}

function checkShape(sealed: Buffer): void {
  if (!sealed.subarray(0, MAGIC.length).equals(MAGIC.subarray(0, sealed.length)) || sealed.length === 0) {
    throw stateError("state-foreign", "the state file was not written by dimctl", "check the path");
  }
  if (sealed.length > AT.version && sealed.readUInt8(AT.version) !== VERSION) {
    throw stateError(
      "state-other-version",
      "the stored state was written by another version of dimctl",
      "use that version of dimctl or a newer one",
    );
  }
  const whole = sealed.length >= AT.cipherText + TAG_LENGTH;
  if (whole && sealed.length === AT.cipherText + sealed.readUInt32BE(AT.length) + TAG_LENGTH) return;
  throw stateError(
    "state-truncated",
    "the stored state is truncated or corrupted",
    "restore it from a backup, or remove it and sign in again",
  );
}

function decrypt(sealed: Buffer, key: Buffer): string {
  const end = sealed.length - TAG_LENGTH;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(AT.iv, AT.cipherText), {
    authTagLength: TAG_LENGTH,
  })
    .setAAD(sealed.subarray(0, AT.cipherText))
    .setAuthTag(sealed.subarray(end));
  try {
    const plain = [decipher.update(sealed.subarray(AT.cipherText, end)), decipher.final()];
    return Buffer.concat(plain).toString("utf8");
  } catch (error) {
    throw stateError(
      "state-forged",
      "the stored state was modified outside dimctl",
      "do not trust it: find out who modified it, then remove it and sign in again",
      error,
    );
  }
}

async function sealingKeys(key: StateKey, salt: Uint8Array): Promise<{ cipher: Buffer; check: Buffer }> {
  const main = await deriveKey(key, salt, "dimctl state key v1");
  const bytes: StateKey = { kind: "bytes", bytes: main };
  const check = await deriveKey(bytes, salt, "dimctl state key check v1");
  return { cipher: await deriveKey(bytes, salt, "dimctl state cipher v1"), check: check.subarray(0, 16) };
}

function wrongKey(): Error {
  return stateError(
    "state-wrong-key",
    "DIMCTL_STATE_KEY does not match the stored state",
    "set the key that the state was encrypted with",
  );
}
