import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { readSavedPlan } from "../saved-plan/saved-plan.ts";

/** `dimctl show plan.json`: a saved plan in any format; no network, no secrets. */
export async function show(path: string, _options: SharedOptions, io: Io): Promise<CommandResult> {
  const { plan } = await readSavedPlan(path, io);
  return { command: "show", exitCode: EXIT.done, diagnostics: plan.problems, said: { kind: "plan", plan } };
}
