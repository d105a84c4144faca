import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { readSavedPlan } from "../saved-plan/saved-plan.ts";
import { planFromDocument } from "../../report/json/plan-from-document.ts";

/** `dimctl show plan.json`: a saved plan in any format; no network, no secrets. */
export async function show(path: string, _options: SharedOptions, io: Io): Promise<CommandResult> {
  const document = await readSavedPlan(path, io);
  const { plan, diagnostics } = planFromDocument(document);
  return { command: "show", exitCode: EXIT.done, diagnostics, said: { kind: "plan", plan } };
}
