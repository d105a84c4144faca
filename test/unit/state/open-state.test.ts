import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openState, type StateConfig, type StateEnvironment } from "../../../src/state/open-state.ts";
import { stateDirectory } from "../../../src/state/file/state-directory.ts";
import { codesOf, contextWith, emptyDirectory } from "./context.ts";

const context = (
  directory: string,
  env: StateEnvironment["env"] = {},
  changes: Partial<StateEnvironment> = {},
): StateEnvironment => ({ env, home: directory, directory, context: contextWith(), ...changes });

describe("openState", () => {
  test.each<[string, StateConfig, string]>([
    ["a file in the state directory", { kind: "file" }, "state/state.json"],
    ["an encrypted file where the configuration says", { kind: "encrypted", file: "s.bin" }, "s.bin"],
  ])("opens %s", async (_title, config, place) => {
    const directory = await emptyDirectory();
    const env = { DIMCTL_STATE_DIR: join(directory, "state"), DIMCTL_STATE_KEY: "ab".repeat(32) };
    const opened = await openState(config, context(directory, env));
    expect([opened.store.location, opened.diagnostics]).toEqual([join(directory, place), []]);
    expect(opened.log !== undefined).toBe(config.kind === "file");
  });

  test("opens a branch of a remote", async () => {
    const env = { DIMCTL_STATE_KEY: "ab".repeat(32) };
    const config = { kind: "git", branch: "dimctl-state", remote: "origin" } as const;
    const { store, log } = await openState(config, context("/nowhere", env));
    expect([store.location, log]).toEqual(["branch dimctl-state of origin", undefined]);
  });

  test("uses the sandbox's own directory before any other", async () => {
    const directory = await emptyDirectory();
    const { store } = await openState(
      { kind: "file" },
      context(directory, { DIMCTL_STATE_DIR: "/nowhere" }, { stateDirectory: ".dimctl" }),
    );
    expect(store.location).toBe(join(directory, ".dimctl", "state.json"));
  });

  test("goes on with a warning and a store that forgets when the directory cannot be used", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "file"), "");
    const env = { DIMCTL_STATE_DIR: join(directory, "file", "state") };
    const { store, key, log, diagnostics } = await openState({ kind: "file" }, context(directory, env));
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ["state-unusable", "warning"],
    ]);
    expect([store.location, key.length, log]).toEqual(["memory (discarded after the run)", 32, undefined]);
  });

  test.each<[string, StateEnvironment["env"], Partial<StateEnvironment>, readonly string[]]>([
    ["in CI", { CI: "true" }, {}, ["state-not-kept"]],
    ["in CI, in a directory that was chosen", { CI: "true", DIMCTL_STATE_DIR: "chosen" }, {}, []],
    ["in CI, of the sandbox", { CI: "true" }, { stateDirectory: ".dimctl" }, []],
    ["where CI is off", { CI: "false" }, {}, []],
    ["on a person's machine", {}, {}, []],
  ])("a state file %s: %j %j warns with %j", async (_title, env, changes, codes) => {
    const opened = await openState({ kind: "file" }, context(await emptyDirectory(), env, changes));
    expect(opened.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(opened.log).toBeDefined();
  });

  test.runIf(process.platform !== "win32")("stops at a file that others can read", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "state.json"), '{"version":1,"environments":{}}');
    await chmod(join(directory, "state.json"), 0o644);
    const env = { DIMCTL_STATE_DIR: directory };
    expect(await codesOf(openState({ kind: "file" }, context(directory, env)))).toEqual([
      "state-readable-by-others",
    ]);
  });

  test.each<[string, StateConfig, StateEnvironment["env"], string]>([
    ["no key for an encrypted file", { kind: "encrypted", file: "s" }, {}, "state-key-missing"],
    ["no key for a branch", { kind: "git", branch: "b", remote: "origin" }, {}, "state-key-missing"],
    ["a weak key", { kind: "file" }, { DIMCTL_STATE_KEY: "short" }, "state-key-weak"],
  ])("stops at %s", async (_title, config, env, code) => {
    expect(await codesOf(openState(config, context("/nowhere", env)))).toEqual([code]);
  });
});

test.each([
  [{ DIMCTL_STATE_DIR: "/d", XDG_STATE_HOME: "/x" }, "linux", "/d"],
  [{ XDG_STATE_HOME: "/x" }, "linux", "/x/dimctl"],
  [{ XDG_STATE_HOME: "relative" }, "linux", "/home/ana/.local/state/dimctl"],
  [{ DIMCTL_STATE_DIR: "" }, "linux", "/home/ana/.local/state/dimctl"],
  [{}, "darwin", "/home/ana/Library/Application Support/dimctl"],
  [{ LOCALAPPDATA: "C:\\Local" }, "win32", "C:\\Local\\dimctl"],
])("with %j on %s the state directory is %s", (env, platform, expected) => {
  expect(stateDirectory({ env, platform, home: "/home/ana" })).toBe(expected);
});
