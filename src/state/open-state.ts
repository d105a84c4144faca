import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DiagnosticsError, type Diagnostic } from "../model/diagnostic.ts";
import type { StateStore } from "../model/ports/state.ts";
import { applyLock, type LockEnvironment } from "./file/apply-lock.ts";
import type { StateContext } from "./context.ts";
import { makePrivateDirectory } from "./file/durable-file.ts";
import { encryptedStore } from "./file/encrypted-store.ts";
import { fileStore } from "./file/file-store.ts";
import { gitStore } from "./git/git-store.ts";
import { fileJournal, type JournalLog } from "./memory/journal-log.ts";
import { memoryStore } from "./memory-store.ts";
import { fingerprintKey, fingerprintKeyFromFile, parseStateKey, type StateKey } from "./state-key.ts";
import { orUnusable, stateError } from "./state-diagnostics.ts";
import { stateDirectory } from "./file/state-directory.ts";

/** What the configuration says of the state. `file` is relative to `directory` of the environment. */
export type StateConfig =
  | { readonly kind: "file" }
  | { readonly kind: "encrypted"; readonly file: string }
  | { readonly kind: "git"; readonly branch: string; readonly remote: string };

/** What the place of the state depends on. */
export interface StateEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The working directory: inside the repository for `git`. */
  readonly directory: string;
  /** Takes the place of the state directory; the sandbox says `.dimctl`. */
  readonly stateDirectory?: string;
  readonly context: StateContext;
}

/** The state of a run. */
export interface OpenedState {
  readonly store: StateStore;
  /** The HMAC key of fingerprints, for openMemory. */
  readonly key: Uint8Array;
  /** The journal of an environment, for openMemory; there is none where no local file lasts. */
  readonly log?: (environmentKey: string) => JournalLog;
  /** Keeps applies of one environment apart; there is none where no local file lasts. */
  readonly lockEnvironment?: LockEnvironment;
  /** Warnings: the run goes on, and says that nothing will be remembered. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Chooses the store. A state directory that cannot be used is a warning and a store that forgets: a plan and an apply need
 * none. A file that others can read, a missing or a weak key are errors (thrown), because going on would hide them.
 */
export async function openState(config: StateConfig, environment: StateEnvironment): Promise<OpenedState> {
  const { env, context } = environment;
  const keyText = env["DIMCTL_STATE_KEY"];
  const key = keyText === undefined || keyText === "" ? undefined : parseStateKey(keyText);
  if (config.kind === "file") return openFile(environment, key);
  if (key === undefined) throw keyMissing();
  const store =
    config.kind === "encrypted"
      ? encryptedStore(resolve(environment.directory, config.file), key, context)
      : gitStore({ ...config, git: { directory: environment.directory, env } }, key, context);
  return { store, key: await fingerprintKey(key), diagnostics: [] };
}

async function openFile(environment: StateEnvironment, key: StateKey | undefined): Promise<OpenedState> {
  const { env, home, context } = environment;
  const sources = { env, home, platform: context.machine.platform };
  const directory = resolve(environment.directory, environment.stateDirectory ?? stateDirectory(sources));
  try {
    await proveUsable(directory, context);
    const store = fileStore(directory, context);
    // Read once here, so that a file that others can read is refused before anything else happens.
    await store.read();
    return {
      store,
      key: key ? await fingerprintKey(key) : await fingerprintKeyFromFile(directory, context),
      log: (environmentKey) => fileJournal(directory, environmentKey, context),
      lockEnvironment: applyLock(directory, context),
      diagnostics: endsWithJob(environment) ? [notKept(directory)] : [],
    };
  } catch (error) {
    return forgetful(error, key);
  }
}

/** A CI job's disk goes with the job, unless somebody has chosen the directory: then it may be a cache. */
function endsWithJob({ env, stateDirectory: own }: StateEnvironment): boolean {
  const isSet = (name: string): boolean => ![undefined, "", "0", "false"].includes(env[name]?.toLowerCase());
  return isSet("CI") && !isSet("DIMCTL_STATE_DIR") && own === undefined;
}

function notKept(directory: string): Diagnostic {
  return {
    code: "state-not-kept",
    severity: "warning",
    summary: `state in ${directory} is lost when this CI job ends: renewed tokens, what was written to hidden fields, and which saved plans were applied`,
    hint: "set `state` in dimctl.yaml to git or encrypted, with DIMCTL_STATE_KEY; or set DIMCTL_STATE_DIR to a directory that lasts",
  };
}

async function proveUsable(directory: string, context: StateContext): Promise<void> {
  await orUnusable(directory, async () => {
    await makePrivateDirectory(directory, context.machine.platform);
    const probe = join(directory, `probe-${randomBytes(6).toString("hex")}`);
    await writeFile(probe, "", { flag: "wx", mode: 0o600 });
    await rm(probe);
  });
}

async function forgetful(error: unknown, key: StateKey | undefined): Promise<OpenedState> {
  if (!(error instanceof DiagnosticsError)) throw error;
  const unusable = error.diagnostics.filter((problem) => problem.code === "state-unusable");
  if (unusable.length === 0) throw error;
  return {
    store: memoryStore(),
    key: key ? await fingerprintKey(key) : randomBytes(32),
    diagnostics: unusable.map((problem) => ({ ...problem, severity: "warning" })),
  };
}

function keyMissing(): Error {
  return stateError(
    "state-key-missing",
    "the stored state is encrypted, but DIMCTL_STATE_KEY is not set",
    "set DIMCTL_STATE_KEY to the key that the state was encrypted with, in every job; only for a first setup, generate one with `openssl rand -hex 32`",
  );
}
