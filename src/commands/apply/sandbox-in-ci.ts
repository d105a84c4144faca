import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import type { Io } from "../frame/io.ts";

/**
 * A pipeline that applies to the emulator is green and has changed nothing: where `CI` is set, somebody has to have named it with
 * `--env`. Throws a DiagnosticsError.
 */
export function assertSandboxIsMeant(
  { environment }: Configuration,
  { env }: OptionsOf<"apply">,
  io: Io,
): void {
  if (environment.kind !== "emulator" || env !== undefined || !isCi(io.env["CI"])) return;
  throw new DiagnosticsError([
    {
      code: "sandbox-in-ci",
      severity: "error",
      summary: `this apply in CI would change only the built-in emulator (environment "${environment.name}")`,
      hint: `name the environment with \`--env\`; use \`--env ${environment.name}\` if the emulator is meant`,
    },
  ]);
}

const isCi = (value = ""): boolean => !["", "0", "false"].includes(value.trim().toLowerCase());
