import { defined } from "../../model/json/defined.ts";
import { accessTokens } from "../../auth/tokens/access-tokens.ts";
import { jwtFacts } from "../../auth/tokens/jwt.ts";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import type { AccessTokens } from "../../model/ports/access.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { connect, type ConnectOptions, type Connection } from "../../remote/connect.ts";
import type { Wait } from "../../remote/wire/patience.ts";
import { createOwnership, type AccountOwnership, type KnownAccount } from "../../remote/observe/ownership.ts";
import { openMemory, type Memory } from "../../state/memory/memory.ts";
import type { OpenedState } from "../../state/open-state.ts";
import type { Io } from "../frame/io.ts";
import { chooseLoginHost } from "./choose-login-host.ts";
import { assertVerifiedTls, chooseProxy, loginLine } from "./network.ts";
import { plainFetch, type SendRequest } from "../../auth/login/guarded-fetch.ts";
import type { OptionValues } from "../frame/options.ts";
import type { Sandbox } from "./sandbox.ts";
import { openSecrets } from "./open-secrets.ts";
import { sha256 } from "./sha256.ts";
import type { TokenOwner } from "./reseller.ts";
import { environmentKey, SANDBOX_FOLDER } from "./open-configured-state.ts";
import { TOOL_VERSION } from "../frame/tool-version.ts";

/** An environment that is open: the service, what is remembered of it, and the secrets. */
export interface Session {
  /** How a plan names the environment and the service. */
  readonly environment: string;
  readonly api: string;
  readonly connection: Connection;
  readonly memory: Memory;
  /** What the access token says of whose it is. */
  readonly identify: () => Promise<TokenOwner>;
  /** Whose customers they are: what the plan has learned holds for every later look of the run. */
  readonly ownership: AccountOwnership;
  readonly secrets: SecretSource;
  /** Whether what a change begins is durable by itself; else the intents of a whole apply are kept before its first write. */
  readonly journalIsDurable: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a session is opened with. */
export interface SessionOptions {
  readonly configuration: Configuration;
  /** Opened beforehand: an apply takes its lock from it. */
  readonly state: OpenedState;
  readonly options: Pick<OptionValues, "secrets" | "verbose" | "patienceSeconds">;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Aborted: nothing more is sent, and what is in flight is cut off. */
  readonly signal: AbortSignal;
  readonly io: Io;
}

/** Opens the environment of a run, the sandbox's emulator or the service with its tokens, until it is disposed of. */
export async function openSession(opening: SessionOptions): Promise<Session & AsyncDisposable> {
  const { configuration, state, options, signal, io } = opening;
  const isSandbox = configuration.environment.kind === "emulator";
  const secrets = await openSecrets(options, io, isSandbox);
  const memory = await openEnvironmentMemory(configuration, state, secrets, io);
  // The emulator is loaded only where it is the service; it is served last, so that no failure leaves it behind.
  const sandbox = isSandbox
    ? await (await import("./sandbox.ts")).openSandbox(io, SANDBOX_FOLDER)
    : undefined;
  const tokens = openTokens(configuration, state, io);
  const connection = connect({
    ...sessionLocation(configuration, sandbox),
    ...lineOptions(opening),
    ...proxyOf(configuration, io),
    signal,
    hardSignal: signal,
    tokens,
  });
  return {
    environment: configuration.environment.name,
    api: configuration.environment.kind === "emulator" ? "built-in emulator" : configuration.environment.api,
    connection,
    memory,
    identify: async () => jwtFacts(await tokens.current()),
    ownership: createOwnership(knownAccount(configuration)),
    secrets,
    journalIsDurable: state.log !== undefined,
    diagnostics: state.diagnostics,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await sandbox?.close();
    },
  };
}

function knownAccount({ environment }: Configuration): KnownAccount {
  if (environment.kind === "emulator") return {};
  return defined({ pinned: environment.reseller, account: environment.account });
}

function openEnvironmentMemory(
  configuration: Configuration,
  state: OpenedState,
  secrets: SecretSource,
  io: Io,
): Promise<Memory> {
  const key = environmentKey(configuration);
  const log = state.log?.(key);
  const { store } = state;
  return openMemory({
    store,
    environmentKey: key,
    key: state.key,
    secrets,
    clock: io.clock,
    ...defined({ log }),
  });
}

/** How requests go out, whoever answers them. */
function lineOptions({
  configuration,
  options,
  concurrency,
  io,
}: SessionOptions): Omit<ConnectOptions, "service" | "tokens"> {
  return {
    clock: io.clock,
    random: io.random,
    concurrency,
    userAgent: `dimctl/${TOOL_VERSION}`,
    dialect: configuration.adminRoles,
    patienceMs: (options.patienceSeconds ?? configuration.patienceSeconds) * 1000,
    responseTimeoutMs: configuration.requestTimeoutSeconds * 1000,
    onWait: (wait) => io.stderr(`${waitLine(wait)}\n`),
    redact: io.redact,
    ...(options.verbose && {
      onRequest: (note, durationMs) => io.stderr(`${requestLine(note, durationMs)}\n`),
    }),
  };
}

function sessionLocation(
  { environment }: Configuration,
  sandbox: Sandbox | undefined,
): { readonly service: string; readonly accountId?: string } {
  if (environment.kind === "emulator") return { service: sandbox?.url ?? "" };
  return {
    service: environment.api,
    ...defined({ accountId: environment.account }),
  };
}

function proxyOf({ environment }: Configuration, io: Io): Pick<ConnectOptions, "proxy"> {
  return environment.kind === "emulator" ? {} : defined({ proxy: chooseProxy(environment.api, io) });
}

function openTokens(configuration: Configuration, state: OpenedState, io: Io): AccessTokens {
  const { environment } = configuration;
  if (environment.kind === "emulator")
    return { current: async () => "sandbox", renew: async () => undefined };
  const tokens = accessTokens({
    env: io.env,
    ...lazyLine(environment.login, io),
    host: chooseLoginHost(environment),
    hash: sha256,
    store: state.store,
    environmentKey: environmentKey(configuration),
    clock: io.clock,
    register: io.registerSecret,
  });
  return {
    async current() {
      assertVerifiedTls(environment.api, io);
      return tokens.current();
    },
    renew: (rejected) => tokens.renew(rejected),
  };
}

/** Found out with the first renewal: most runs have a token that is good. */
function lazyLine(login: string, io: Io): { readonly send: SendRequest } {
  return { send: async (url, options) => (loginLine(login, io).send ?? plainFetch)(url, options) };
}

/** Times of day are local, as on the clock beside the terminal. */
function waitLine({ until, ms, why }: Wait): string {
  const time = new Date(until).toTimeString().slice(0, 8);
  return `waiting until ${time} (${Math.ceil(ms / 1000)} s): ${why}`;
}

function requestLine(
  note: { method: string; path: string; status?: number; message?: string },
  durationMs: number,
): string {
  return `${note.method} ${note.path} ${note.status ?? note.message ?? "no reply"} ${Math.round(durationMs)} ms`;
}
