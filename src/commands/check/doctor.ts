import { runDoctor as examine } from "../../auth/doctor/doctor.ts";
import type { Check, Probe } from "../../auth/doctor/check.ts";
import { tokenStatus } from "../../auth/tokens/token-status.ts";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { defined } from "../../model/json/defined.ts";
import { isTlsUnverified } from "../../model/network/network-hint.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { httpTransport } from "../../remote/wire/http.ts";
import { memoryStore } from "../../state/memory-store.ts";
import type { OpenedState } from "../../state/open-state.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { exitOfChecks } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { openSession } from "../session/session.ts";
import { sha256 } from "../session/sha256.ts";
import { environmentKey, openConfiguredState } from "../session/open-configured-state.ts";
import { chooseProxy, TLS_UNVERIFIED } from "../session/network.ts";
import { watchInterruption } from "../session/signals.ts";
import { NEEDED_NODE, TOOL_VERSION } from "../frame/tool-version.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl doctor`: everything a run needs, a line each with its remedy. */
export async function doctorCommand(options: OptionsOf<"doctor">, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  using interruption = watchInterruption(io, options.timeoutSeconds);
  const checks = await runChecks(configuration, diagnostics, options, io, interruption.send);
  const exitCode = exitOfChecks(checks, interruption.cause() !== undefined);
  return { command: "doctor", exitCode, diagnostics: [], said: { kind: "checks", checks } };
}

/** How long a check goes on while the service is in trouble. */
const PATIENCE_SECONDS = 5;

async function runChecks(
  configuration: Configuration,
  diagnostics: readonly Diagnostic[],
  options: OptionsOf<"doctor">,
  io: Io,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const state = await stateOrWhyNot(configuration, io);
  const { environment, file } = configuration;
  const hosts = environment.kind === "service" ? { api: environment.api, login: environment.login } : {};
  // Refused even where only this machine is reached: a variable that is set for the doctor is set for every run.
  const tls = isTlsUnverified(io.env) ? [TLS_UNVERIFIED] : [];
  // A check tells how things are now: it does not wait until the service recovers.
  const patient = { ...options, patienceSeconds: PATIENCE_SECONDS };
  const opening = { configuration, state, options: patient, concurrency: 1, signal, io };
  await using session = await openSession(opening);
  return await examine({
    configuration: {
      ...defined({ file }),
      environment: environment.name,
      ...hosts,
      diagnostics: [...tls, ...diagnostics],
    },
    env: io.env,
    clock: io.clock,
    versions: { node: io.nodeVersion, dimctl: TOOL_VERSION, neededNode: NEEDED_NODE },
    store: state.store,
    storeProblems: state.diagnostics,
    signal,
    probe: (url) => probe(url, io, signal),
    token: () =>
      tokenStatus({
        env: io.env,
        host: { url: hosts.login ?? "" },
        hash: sha256,
        store: state.store,
        environmentKey: environmentKey(configuration),
      }),
    customers: () => session.connection.read.customers(),
  });
}

/** State that cannot be opened is one finding among others: everything else is examined without it. */
async function stateOrWhyNot(configuration: Configuration, io: Io): Promise<OpenedState> {
  try {
    const state = await openConfiguredState(configuration, io);
    // A wrong key or a damaged file shows only here.
    await state.store.read();
    return state;
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    return { store: memoryStore(), key: new Uint8Array(32), diagnostics: error.diagnostics };
  }
}

const TIMEOUT_MS = 10_000;

/** Any answer will do: it says that the host is there, how far away it is, and what time it has. */
async function probe(url: string, io: Io, signal: AbortSignal): ReturnType<Probe> {
  const proxy = chooseProxy(url, io);
  const line = httpTransport({
    baseUrl: url,
    connections: 1,
    connectTimeoutMs: TIMEOUT_MS,
    responseTimeoutMs: TIMEOUT_MS,
    ...defined({ proxy }),
  });
  const start = io.clock.now();
  try {
    const { status, headers } = await line.transport({ method: "GET", path: "/", headers: {} }, signal);
    const date = Date.parse(headers["date"] ?? "");
    return { status, durationMs: io.clock.now() - start, ...(Number.isFinite(date) && { date }) };
  } finally {
    await line.close();
  }
}
