import { createHash } from "node:crypto";
import { accessTokens } from "../auth/access-tokens.ts";
import { readSecretsFile, secretSource } from "../auth/secrets.ts";
import type { Configuration } from "../manifests/configuration.ts";
import type { AccessTokens } from "../model/access.ts";
import type { SecretSource } from "../model/memory.ts";
import type { Problem } from "../model/problem.ts";
import { connect, type Connection } from "../remote/connect.ts";
import { thisMachine, type StateContext } from "../state/context.ts";
import { openMemory, type Memory } from "../state/memory.ts";
import { openState, type OpenedState } from "../state/open-state.ts";
import type { Io } from "./io.ts";
import type { SharedOptions } from "./options.ts";
import type { Sandbox } from "./sandbox.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** An environment that is open: the service, what is remembered of it, and the secrets. */
export interface Session {
  /** How a plan names the environment and the service. */
  readonly environment: string;
  readonly api: string;
  readonly connection: Connection;
  readonly memory: Memory;
  readonly secrets: SecretSource;
  /** Whether what a change begins is durable by itself; else the intents of a whole apply are kept before its first write. */
  readonly journalIsDurable: boolean;
  readonly problems: readonly Problem[];
  close(): Promise<void>;
}

/** Where the sandbox keeps its data, in the folder that dimctl was called in. */
const SANDBOX_FOLDER = ".dimctl";

/** What ends the requests of a session. */
export interface SessionSignals {
  /** Aborted: nothing more is sent. */
  readonly signal?: AbortSignal;
  readonly hardSignal?: AbortSignal;
}

/** Opens the environment of a run: the sandbox's emulator, or the service with its tokens. */
export async function openSession(
  configuration: Configuration,
  options: SharedOptions & { readonly concurrency: number },
  io: Io,
  signals: SessionSignals = {},
): Promise<Session> {
  const state = await openStateOf(configuration, io);
  const isSandbox = configuration.environment.kind === "emulator";
  const secrets = await openSecrets(options, io, isSandbox);
  // The emulator is loaded only where it is the service.
  const sandbox = isSandbox
    ? await (await import("./sandbox.ts")).openSandbox(io, SANDBOX_FOLDER)
    : undefined;
  const memory = await openMemory({
    store: state.store,
    environmentKey: environmentKey(configuration),
    key: state.key,
    secrets,
    clock: io.clock,
    ...(state.log && { log: state.log(environmentKey(configuration)) }),
  });
  const connection = connect({
    ...place(configuration, sandbox),
    tokens: tokensOf(configuration, state, io),
    clock: io.clock,
    random: io.random,
    concurrency: options.concurrency,
    userAgent: `dimctl/${TOOL_VERSION}`,
    adminRoles: configuration.adminRoles,
    redact: io.redact,
    ...signals,
    ...(options.verbose && { onRequest: (note, ms) => io.stderr(`${requestLine(note, ms)}\n`) }),
  });
  return {
    environment: configuration.environment.name,
    api: configuration.environment.kind === "emulator" ? "built-in emulator" : configuration.environment.api,
    connection,
    memory,
    secrets,
    journalIsDurable: state.log !== undefined,
    problems: state.problems,
    async close() {
      await connection.close();
      await sandbox?.close();
    },
  };
}

/** Two services never share tokens or a memory. */
export function environmentKey({ environment }: Configuration): string {
  if (environment.kind === "emulator") return "emulator";
  return environment.account === undefined
    ? environment.api
    : `${environment.api}/accounts/${environment.account}`;
}

/** Where tokens and memory are kept; the sandbox keeps its own in the repository's folder. */
export function openStateOf(configuration: Configuration, io: Io): Promise<OpenedState> {
  const isSandbox = configuration.environment.kind === "emulator";
  return openState(isSandbox ? { kind: "file" } : configuration.state, {
    env: io.env,
    home: io.home,
    directory: io.cwd,
    ...(isSandbox && { stateDirectory: SANDBOX_FOLDER }),
    context: stateContext(io),
  });
}

/** Runs an apply while no other one of this environment does, as far as this machine can tell. */
export async function aloneInEnvironment<T>(
  configuration: Configuration,
  io: Io,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { alone } = await openStateOf(configuration, io);
  if (!alone) return work();
  const onWait = (): void =>
    io.stderr("Another apply of this environment is at work; waiting for its end.\n");
  return alone(environmentKey(configuration), onWait, work, signal);
}

/** SHA-256 as lower-case hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Without the run's signal: what an interrupted apply has written is kept all the same, and waits are bounded. */
function stateContext(io: Io): StateContext {
  return { clock: io.clock, random: io.random, machine: thisMachine(io.process, io.hostname) };
}

function place(
  { environment }: Configuration,
  sandbox: Sandbox | undefined,
): { readonly service: string; readonly accountId?: string } {
  if (environment.kind === "emulator") return { service: sandbox?.url ?? "" };
  return {
    service: environment.api,
    ...(environment.account !== undefined && { accountId: environment.account }),
  };
}

function tokensOf(configuration: Configuration, state: OpenedState, io: Io): AccessTokens {
  const { environment } = configuration;
  if (environment.kind === "emulator")
    return { current: async () => "sandbox", renew: async () => undefined };
  return accessTokens({
    env: io.env,
    host: { url: environment.login },
    hash: sha256,
    store: state.store,
    environmentKey: environmentKey(configuration),
    clock: io.clock,
    learn: io.learnSecret,
  });
}

/** The sandbox makes up the secrets that are not there, so that everything works on a fresh clone. */
async function openSecrets(options: SharedOptions, io: Io, isSandbox: boolean): Promise<SecretSource> {
  const path = options.secrets ?? io.env["DIMCTL_SECRETS_FILE"];
  const file = path === undefined || path === "" ? undefined : await readSecretsFile(path);
  const given = secretSource({ env: io.env, ...(file && { file }) });
  return (name) => {
    const value = given(name) ?? (isSandbox ? `sandbox-${name.toLowerCase()}` : undefined);
    io.learnSecret(value);
    return value;
  };
}

function requestLine(
  note: { method: string; path: string; status?: number; message?: string },
  ms: number,
): string {
  return `${note.method} ${note.path} ${note.status ?? note.message ?? "no reply"} ${Math.round(ms)} ms`;
}
