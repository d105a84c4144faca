import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fingerprintKey, fingerprintKeyFromFile, parseStateKey } from "../../../src/state/state-key.ts";
import { codesOf, contextWith, emptyDirectory, REAL_CLOCK } from "./context.ts";

const BYTES = Buffer.alloc(32, 7);

describe("DIMCTL_STATE_KEY", () => {
  test.each([
    ["hex", BYTES.toString("hex"), { kind: "bytes", bytes: BYTES }],
    ["base64", BYTES.toString("base64"), { kind: "bytes", bytes: BYTES }],
    ["base64url without padding", BYTES.toString("base64url"), { kind: "bytes", bytes: BYTES }],
    ["a passphrase", "  sixteen letters!\n", { kind: "passphrase", text: "sixteen letters!" }],
  ])("is read as %s", (_title, text, expected) => {
    expect(parseStateKey(text)).toEqual(expected);
  });

  test("is refused when it is short, without being shown", () => {
    expect(() => parseStateKey("hunter2")).toThrow("DIMCTL_STATE_KEY is shorter than 16 characters");
  });

  test("gives the same fingerprint key on every machine, and another one for another key", async () => {
    const once = await fingerprintKey(parseStateKey(BYTES.toString("hex")));
    expect(await fingerprintKey(parseStateKey(BYTES.toString("base64")))).toEqual(once);
    expect(await fingerprintKey(parseStateKey("ab".repeat(32)))).not.toEqual(once);
    expect(once).not.toEqual(BYTES);
  });
});

describe("the key file", () => {
  test("is made on first use, for its owner alone, and is the same from then on", async () => {
    const directory = join(await emptyDirectory(), "deep", "state");
    const key = await fingerprintKeyFromFile(directory, contextWith());
    expect(await fingerprintKeyFromFile(directory, contextWith())).toEqual(key);
    expect(await readFile(join(directory, "fingerprint.key"), "utf8")).toBe(`${key.toString("hex")}\n`);
    expect((await stat(join(directory, "fingerprint.key"))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  test("is one even when ten runs need it at once for the first time", async () => {
    const directory = await emptyDirectory();
    const context = contextWith({ clock: REAL_CLOCK, random: Math.random });
    const keys = await Promise.all(
      Array.from({ length: 10 }, () => fingerprintKeyFromFile(directory, context)),
    );
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
  });

  test.runIf(process.platform !== "win32")("is refused when others can read it", async () => {
    const directory = await emptyDirectory();
    await fingerprintKeyFromFile(directory, contextWith());
    await chmod(join(directory, "fingerprint.key"), 0o640);
    expect(await codesOf(fingerprintKeyFromFile(directory, contextWith()))).toEqual([
      "state-readable-by-others",
    ]);
  });

  test("is refused when it is damaged", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "fingerprint.key"), "abc", { mode: 0o600 });
    expect(await codesOf(fingerprintKeyFromFile(directory, contextWith()))).toEqual(["state-key-damaged"]);
  });
});
