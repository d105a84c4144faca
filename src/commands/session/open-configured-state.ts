import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { thisMachine, type StateContext } from "../../state/context.ts";
import { openState, type OpenedState } from "../../state/open-state.ts";
import type { Io } from "../frame/io.ts";

/** Where the sandbox keeps its data, in the folder that dimctl was called in. */
export const SANDBOX_FOLDER = ".dimctl";

/** Two services never share tokens or a memory. */
export function environmentKey({ environment }: Configuration): string {
  if (environment.kind === "emulator") return "emulator";
  return environment.account === undefined
    ? environment.api
    : `${environment.api}/accounts/${environment.account}`;
}

/** Where tokens and memory are kept; the sandbox keeps its own in the repository's folder. */
export function openConfiguredState(configuration: Configuration, io: Io): Promise<OpenedState> {
  const isSandbox = configuration.environment.kind === "emulator";
  return openState(isSandbox ? { kind: "file" } : configuration.state, {
    env: io.env,
    home: io.home,
    directory: io.cwd,
    ...(isSandbox && { stateDirectory: SANDBOX_FOLDER }),
    context: stateContext(io),
  });
}

/**
 * Waits until no other apply of this environment is at work, as far as this machine knows, and keeps others waiting until
 * it is disposed of. undefined: nothing keeps them apart here.
 */
export async function lockEnvironment(
  configuration: Configuration,
  state: OpenedState,
  io: Io,
  signal: AbortSignal,
): Promise<AsyncDisposable | undefined> {
  const onWait = (): void =>
    io.stderr("Another apply to this environment is running; waiting for it to finish.\n");
  return state.lockEnvironment?.(environmentKey(configuration), onWait, signal);
}

/** Without the run's signal: what an interrupted apply has written is kept anyway, and waits are bounded. */
function stateContext(io: Io): StateContext {
  return { clock: io.clock, random: io.random, machine: thisMachine(io.process, io.hostname) };
}
