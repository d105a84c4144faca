import { hkdf, randomBytes, scrypt } from "node:crypto";
import { join } from "node:path";
import type { StateContext } from "./context.ts";
import { makePrivateDirectory, readIfThere, replaceFile } from "./file/durable-file.ts";
import { LOCK_BOUNDS, takeLock } from "./file/lock.ts";
import { orUnusable, stateError } from "./state-diagnostics.ts";

/** DIMCTL_STATE_KEY as it was given: 32 random bytes, or a passphrase that has to be stretched. */
export type StateKey =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "passphrase"; readonly text: string };

const SHORTEST_PASSPHRASE = 16;

/** Reads DIMCTL_STATE_KEY: 32 bytes as hex or base64, else a passphrase of at least 16 characters. */
export function parseStateKey(text: string): StateKey {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/iu.test(trimmed)) return { kind: "bytes", bytes: Buffer.from(trimmed, "hex") };
  if (/^[\w+/-]{43}=?$/u.test(trimmed)) return { kind: "bytes", bytes: Buffer.from(trimmed, "base64") };
  if (trimmed.length >= SHORTEST_PASSPHRASE) return { kind: "passphrase", text: trimmed };
  throw stateError(
    "state-key-weak",
    `DIMCTL_STATE_KEY is shorter than ${SHORTEST_PASSPHRASE} characters`,
    "generate one with `openssl rand -hex 32`",
  );
}

/** 32 bytes for one purpose (`info`): scrypt for a passphrase, then HKDF-SHA-256. Keys of two purposes are unrelated. */
export async function deriveKey(key: StateKey, salt: Uint8Array, info: string): Promise<Buffer> {
  const material = key.kind === "bytes" ? key.bytes : await stretch(key.text, salt);
  return new Promise((resolve, reject) => {
    hkdf("sha256", material, salt, info, 32, (error, derived) => {
      if (error) reject(error);
      else resolve(Buffer.from(derived));
    });
  });
}

function stretch(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  // 32 MiB and some 100 ms a guess; the numbers belong to version 1 of the sealed format.
  const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFC"), salt, 32, cost, (error, derived) => {
      if (error) reject(error);
      else resolve(derived);
    });
  });
}

const FINGERPRINT_SALT = Buffer.from("dimctl fingerprints, version 1");

/** The HMAC key of fingerprints from DIMCTL_STATE_KEY: the same on every machine that shares it. */
export function fingerprintKey(key: StateKey): Promise<Buffer> {
  return deriveKey(key, FINGERPRINT_SALT, "dimctl fingerprint key v1");
}

/** The HMAC key of fingerprints from `fingerprint.key` (0600) in the state directory, made on first use. */
export function fingerprintKeyFromFile(directory: string, context: StateContext): Promise<Buffer> {
  const path = join(directory, "fingerprint.key");
  return orUnusable(path, () => readOrMakeKeyFile(path, directory, context));
}

async function readOrMakeKeyFile(path: string, directory: string, context: StateContext): Promise<Buffer> {
  const { platform } = context.machine;
  const there = await readIfThere(path, platform, true);
  if (there !== undefined) return decodeKeyFile(path, there);
  await makePrivateDirectory(directory, platform);
  await using lock = await takeLock(path, context, LOCK_BOUNDS);
  const meanwhile = await readIfThere(path, platform, true);
  if (meanwhile !== undefined) return decodeKeyFile(path, meanwhile);
  const key = randomBytes(32);
  await replaceFile(path, Buffer.from(`${key.toString("hex")}\n`), platform, () => lock.check());
  return key;
}

function decodeKeyFile(path: string, bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString("utf8").trim();
  if (/^[0-9a-f]{64}$/u.test(text)) return Buffer.from(text, "hex");
  throw stateError(
    "state-key-damaged",
    `key file ${path} is damaged`,
    "remove it: a new key is generated, and hidden fields are not verified until they are written once",
  );
}
