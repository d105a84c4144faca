import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { openWorkspace } from "../session/workspace.ts";

/** `dimctl validate`: all manifests, no network, no secrets. */
export async function validate(options: OptionsOf<"validate">, io: Io): Promise<CommandResult> {
  const { customers, diagnostics } = await openWorkspace(options, io, undefined, true);
  const noun = customers.length === 1 ? "1 manifest is" : `${customers.length} manifests are`;
  const warnings = diagnostics.length === 0 ? "" : ", with warnings";
  return {
    command: "validate",
    exitCode: EXIT.done,
    diagnostics: diagnostics,
    said: { kind: "diagnostics", text: `${noun} valid${warnings}.` },
  };
}
