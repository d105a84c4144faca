import { doctor as examine } from "../../auth/doctor/doctor.ts";
import type { Check, Probe } from "../../auth/doctor/check.ts";
import { tokenStatus } from "../../auth/tokens/token-status.ts";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import type { Problem } from "../../model/problem.ts";
import { httpTransport } from "../../remote/wire/http.ts";
import type { Answer } from "../frame/answer.ts";
import { exitOfChecks } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { withSession } from "../session/session.ts";
import { sha256 } from "../session/sha256.ts";
import { environmentKey, openStateOf } from "../session/state.ts";
import { withInterruption } from "../session/signals.ts";
import { NEEDED_NODE, TOOL_VERSION } from "../frame/tool-version.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl doctor`: everything a run needs, a line each with its remedy. */
export async function doctor(options: SharedOptions, io: Io): Promise<Answer> {
  const { configuration, problems } = await openConfiguration(options, io);
  return withInterruption(io, options.timeout, async (interruption) => {
    const checks = await checksOf(configuration, problems, options, io, interruption.send);
    const exitCode = exitOfChecks(checks, interruption.cause() !== undefined);
    return { command: "doctor", exitCode, problems: [], said: { kind: "checks", checks } };
  });
}

async function checksOf(
  configuration: Configuration,
  problems: readonly Problem[],
  options: SharedOptions,
  io: Io,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const state = await openStateOf(configuration, io);
  const { environment, file } = configuration;
  const hosts = environment.kind === "service" ? { api: environment.api, login: environment.login } : {};
  return withSession({ configuration, state, options, concurrency: 1, signal, io }, (session) =>
    examine({
      configuration: {
        ...(file !== undefined && { file }),
        environment: environment.name,
        ...hosts,
        problems,
      },
      env: io.env,
      clock: io.clock,
      versions: { node: io.nodeVersion, dimctl: TOOL_VERSION, neededNode: NEEDED_NODE },
      store: state.store,
      storeProblems: state.problems,
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
    }),
  );
}

const PATIENCE = 10_000;

/** Any answer will do: it says that the host is there, how far away it is, and what time it has. */
async function probe(url: string, io: Io, signal: AbortSignal): ReturnType<Probe> {
  const line = httpTransport({
    baseUrl: url,
    connections: 1,
    connectTimeoutMs: PATIENCE,
    responseTimeoutMs: PATIENCE,
  });
  const start = io.clock.now();
  try {
    const { status, headers } = await line.transport({ method: "GET", path: "/", headers: {} }, signal);
    const date = Date.parse(headers["date"] ?? "");
    return { status, ms: io.clock.now() - start, ...(Number.isFinite(date) && { date }) };
  } finally {
    await line.close();
  }
}
