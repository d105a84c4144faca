import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { diskFiles } from "../../manifests/yaml/files.ts";
import { loadManifests } from "../../manifests/load.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { roleCatalogue } from "../../model/customer/roles.ts";
import { createImporter, type ImportOutcome } from "./import-customer.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { withSession } from "../session/session.ts";
import { withInterruption } from "../session/signals.ts";
import { openConfiguredState } from "../session/open-configured-state.ts";
import { openConfiguration } from "../session/workspace.ts";

/** The options of `dimctl import`, as commander hands them over. */
export interface ImportOptions extends SharedOptions {
  readonly force?: boolean;
}

/** `dimctl import`: live customers as manifests, to take over an existing fleet. A manifest that exists is left alone. */
export async function importCustomers(options: ImportOptions, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const folder = options.customers ?? configuration.customers;
  const files = await filesByReference(folder, configuration, io);
  const concurrency = options.concurrency ?? configuration.concurrency;
  return withInterruption(io, options.timeout, async ({ send: signal }) => {
    const state = await openConfiguredState(configuration, io);
    return withSession({ configuration, state, options, concurrency, signal, io }, async (session) => {
      await mkdir(resolve(io.cwd, folder), { recursive: true });
      const { read } = session.connection;
      const force = options.force === true;
      const adopt = await createImporter({ folder, files, force, configuration, read, io });
      const adopted: ImportOutcome[] = [];
      for await (const live of read.customers()) {
        if (options.only && !options.only.includes(live.reference ?? "")) continue;
        adopted.push(await adopt(live));
      }
      const said = [
        ...diagnostics,
        ...session.diagnostics,
        ...adopted.flatMap(({ diagnostic }) => diagnostic ?? []),
      ];
      const text = sentence(adopted, folder);
      return {
        command: "import",
        exitCode: EXIT.done,
        diagnostics: said,
        said: { kind: "diagnostics", text },
      };
    });
  });
}

/**
 * The manifests that are in the folder, by reference; none when there is no folder yet. Throws a ProblemsError when one
 * is broken: which reference it has cannot be told.
 */
async function filesByReference(
  folder: string,
  configuration: Configuration,
  io: Io,
): Promise<Map<string, string>> {
  const loaded = await loadManifests({
    folder,
    files: diskFiles(io.cwd),
    catalogue: roleCatalogue(configuration.extraRoles),
    adminRoles: configuration.adminRoles,
    sharedSecrets: configuration.sharedSecrets,
  });
  const diagnostics = loaded.diagnostics.filter(({ code }) => code !== "no-folder");
  if (diagnostics.some(isError)) throw new DiagnosticsError(diagnostics);
  return new Map(loaded.customers.map(({ reference, file }) => [reference, file]));
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

/** `2 manifests and 1 draft written to customers.` */
function sentence(adopted: readonly ImportOutcome[], folder: string): string {
  const manifests = adopted.filter(({ written }) => written === "manifest").length;
  const drafts = adopted.filter(({ written }) => written === "draft").length;
  const counted = `${manifests} ${manifests === 1 ? "manifest" : "manifests"}`;
  const beside = drafts === 0 ? "" : ` and ${drafts} ${drafts === 1 ? "draft" : "drafts"}`;
  return `${counted}${beside} written to ${folder}.`;
}
