import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { diskFiles } from "../../manifests/yaml/files.ts";
import { loadManifests } from "../../manifests/load.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { LiveCustomer, ReadApi } from "../../remote/api.ts";
import { unknownReferences } from "../frame/unknown-references.ts";
import { manifestWriter, type ImportOutcome } from "./import-customer.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { openSession } from "../session/session.ts";
import { watchInterruption } from "../session/signals.ts";
import { openConfiguredState } from "../session/open-configured-state.ts";
import { manifestRules, openConfiguration } from "../session/workspace.ts";

/** `dimctl import`: live customers as manifests, to take over an existing fleet. An existing manifest is not changed. */
export async function importCustomers(options: OptionsOf<"import">, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const folder = options.customers ?? configuration.customers;
  const files = await filesByReference(folder, configuration, io);
  const concurrency = options.concurrency ?? configuration.concurrency;
  using interruption = watchInterruption(io, options.timeoutSeconds);
  const signal = interruption.send;
  const state = await openConfiguredState(configuration, io);
  await using session = await openSession({ configuration, state, options, concurrency, signal, io });
  const { read } = session.connection;
  const customers = await selectCustomers(read, options.only);
  await mkdir(resolve(io.cwd, folder), { recursive: true });
  const writer = await manifestWriter({ folder, files, force: options.force === true }, configuration, io);
  const outcomes: ImportOutcome[] = [];
  for await (const live of customers) outcomes.push(await writer.write(live, read));
  const said = [
    ...diagnostics,
    ...session.diagnostics,
    ...outcomes.flatMap(({ diagnostic }) => diagnostic ?? []),
  ];
  return {
    command: "import",
    exitCode: EXIT.done,
    diagnostics: said,
    said: { kind: "diagnostics", text: sentence(outcomes, folder) },
  };
}

/** Every live customer as it is read, or those that `--only` names. Throws a DiagnosticsError when one is not there. */
async function selectCustomers(
  read: ReadApi,
  only: readonly string[] | undefined,
): Promise<AsyncIterable<LiveCustomer> | readonly LiveCustomer[]> {
  if (only === undefined) return read.customers();
  const selected: LiveCustomer[] = [];
  const references = new Set<string>();
  for await (const live of read.customers()) {
    const { reference = "" } = live;
    references.add(reference);
    if (only.includes(reference)) selected.push(live);
  }
  const unknown = unknownReferences(only, [...references], NO_CUSTOMER);
  if (unknown.length > 0) throw new DiagnosticsError(unknown);
  return selected;
}

const NO_CUSTOMER = { summary: "no live customer", hint: "the portal shows each customer's reference" };

/**
 * The manifests that are in the folder, by reference; none when there is no folder yet. Throws a DiagnosticsError when one
 * is broken, because its reference is unknown.
 */
async function filesByReference(
  folder: string,
  configuration: Configuration,
  io: Io,
): Promise<Map<string, string>> {
  const loaded = await loadManifests({
    folder,
    files: diskFiles(io.cwd),
    ...manifestRules(configuration, io),
  });
  const diagnostics = loaded.diagnostics.filter(({ code }) => code !== "no-folder");
  if (diagnostics.some(isError)) throw new DiagnosticsError(diagnostics);
  return new Map(loaded.customers.map(({ reference, file }) => [reference, file]));
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

/** `2 manifests and 1 draft written to customers.` */
function sentence(outcomes: readonly ImportOutcome[], folder: string): string {
  const manifests = outcomes.filter(({ written }) => written === "manifest").length;
  const drafts = outcomes.filter(({ written }) => written === "draft").length;
  const counted = `${manifests} ${manifests === 1 ? "manifest" : "manifests"}`;
  const beside = drafts === 0 ? "" : ` and ${drafts} ${drafts === 1 ? "draft" : "drafts"}`;
  return `${counted}${beside} written to ${folder}.`;
}
