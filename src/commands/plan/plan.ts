import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { exitOfPlan } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { makePlan, planContext } from "./make-plan.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { parseReassert } from "./reassert.ts";
import { writePlan } from "../saved-plan/saved-plan.ts";
import { printAccount } from "../session/reseller.ts";
import { openSession } from "../session/session.ts";
import { watchInterruption } from "../session/signals.ts";
import { openConfiguredState } from "../session/open-configured-state.ts";
import { openWorkspace } from "../session/workspace.ts";

/** `dimctl plan`: observe, diff, print. Its client type has no write methods. */
export async function plan(options: OptionsOf<"plan">, io: Io): Promise<CommandResult> {
  return look("plan", options, io);
}

/** `dimctl drift`: the same plan, worded for the schedule: live changes not made through git. */
export async function drift(options: OptionsOf<"drift">, io: Io): Promise<CommandResult> {
  return look("drift", { ...options, exitCode: true }, io);
}

async function look(command: "plan" | "drift", options: OptionsOf<"plan">, io: Io): Promise<CommandResult> {
  const workspace = await openWorkspace(options, io);
  const { configuration, concurrency } = workspace;
  using interruption = watchInterruption(io, options.timeoutSeconds);
  const signal = interruption.send;
  const state = await openConfiguredState(configuration, io);
  await using session = await openSession({ configuration, state, options, concurrency, signal, io });
  const reassert = parseReassert(options.reassert, workspace.customers);
  const made = await makePlan(workspace, session, planContext(workspace, session, reassert, io));
  if (workspace.customers.length > 0)
    await printAccount(session, { environment: configuration.environment, io });
  if (options.out !== undefined) await save(options.out, writePlan(made, io.redact), io);
  const exitCode = exitOfPlan(made, options.exitCode === true);
  return { command, exitCode, diagnostics: made.problems, said: { kind: command, plan: made } };
}

async function save(path: string, text: string, io: Io): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, path), text, { mode: 0o600 });
  } catch (error) {
    const summary = `the plan cannot be saved to ${path}`;
    throw new DiagnosticsError(
      [{ code: "plan-not-saved", severity: "error", summary, hint: "choose a file in an existing folder" }],
      "input",
      error,
    );
  }
}
