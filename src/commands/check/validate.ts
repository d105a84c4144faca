import type { Answer } from "../frame/answer.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { openWorkspace } from "../session/workspace.ts";

/** `dimctl validate`: all manifests, no network, no secrets. */
export async function validate(options: SharedOptions, io: Io): Promise<Answer> {
  const { customers, problems } = await openWorkspace(options, io);
  const noun = customers.length === 1 ? "1 manifest is" : `${customers.length} manifests are`;
  const warnings = problems.length === 0 ? "" : ", with the warnings above";
  return {
    command: "validate",
    exitCode: EXIT.done,
    problems,
    said: { kind: "problems", text: `${noun} valid${warnings}.` },
  };
}
