import type { Check } from "../../auth/doctor/check.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import type { Plan } from "../../model/plan/plan.ts";
import type { ExitCode } from "./exit-code.ts";

/** What a command has to say at its end: printed once, in one place, in the format that was asked for. */
export interface CommandResult {
  readonly command: string;
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  readonly said:
    | { readonly kind: "plan" | "drift"; readonly plan: Plan }
    | { readonly kind: "result"; readonly result: ApplyResult }
    /** Only the problems, and for a person this sentence. */
    | { readonly kind: "diagnostics"; readonly text: string }
    /** What doctor has looked at. */
    | { readonly kind: "checks"; readonly checks: readonly Check[] };
}
