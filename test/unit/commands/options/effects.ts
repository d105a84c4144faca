import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CommandName } from "../../../../src/commands/frame/command-options.ts";
import type { OptionName } from "../../../../src/commands/frame/options.ts";
import { CALLS, TERMINAL, withoutService, type Fleet } from "./options-stage.ts";

type Command = keyof typeof CALLS;

/** What an option does, seen from outside: something is observed of a call without the option and of one with it. */
export interface Effect {
  readonly args: readonly string[];
  readonly observe: (fleet: Fleet, command: Command, args: readonly string[]) => Promise<unknown>;
  readonly without: unknown;
  readonly with: unknown;
}

/** The effect of an option on a command. Both are in the row of the option; the command may be observed in its own way. */
export function effectOf(option: OptionName, command: Command): Effect {
  const rows = EFFECTS[option];
  const row = rows?.[command] ?? rows?.any;
  if (!row) throw new Error(`no effect of ${option} on ${command} is stated: state it in effects.ts`);
  return row;
}

type Rows = Partial<Record<Command | "any", Effect>>;

const both = ["ACME-1", "NORTH-2"];

const EFFECTS: Partial<Record<OptionName, Rows>> = {
  env: {
    validate: effect(["--env", "lvie"], problemCodes, [], ["unknown-environment"]),
    any: effect(["--env", "live"], environment, "sandbox", "live"),
  },
  config: {
    validate: effect(["--config", "other.yaml"], sentence, "2 manifests are valid.", "1 manifest is valid."),
    any: effect(["--config", "other.yaml"], environment, "sandbox", "live"),
  },
  customers: {
    validate: effect(
      ["--customers", "elsewhere"],
      sentence,
      "2 manifests are valid.",
      "1 manifest is valid.",
    ),
    import: effect(
      ["--customers", "there"],
      folders,
      { fresh: true, there: false },
      { fresh: false, there: true },
    ),
    any: effect(["--customers", "elsewhere"], references, both, ["SOUTH-3"]),
  },
  only: {
    validate: effect(["--only", "ACME-1"], sentence, "2 manifests are valid.", "1 manifest is valid."),
    import: effect(
      ["--only", "ACME-1"],
      sentence,
      "2 manifests written to fresh.",
      "1 manifest written to fresh.",
    ),
    any: effect(["--only", "ACME-1"], references, both, ["ACME-1"]),
  },
  changedSince: {
    validate: effect(
      ["--changed-since", "HEAD"],
      sentenceAfterCommit,
      "2 manifests are valid.",
      "1 manifest is valid.",
    ),
    any: effect(["--changed-since", "HEAD"], referencesAfterCommit, both, ["NORTH-2"]),
  },
  secrets: { any: effect(["--secrets", "secrets.env"], missesSecret, true, false) },
  concurrency: { any: effect(["--concurrency", "1"], isConcurrent, true, false) },
  timeoutSeconds: { any: effect(["--timeout", "1"], isIncomplete, false, true) },
  verbose: { any: effect(["--verbose"], saysRequests, false, true) },
  format: { any: effect(["--format", "json"], isDocument, false, true) },
  report: { any: effect(["--report", "json=report.json"], isReportWritten, false, true) },
  color: { any: effect(["--no-color"], isColored, true, false) },
  out: { any: effect(["--out", "saved.json"], isSaved, false, true) },
  exitCode: { any: effect(["--exit-code"], exitCode, 0, 2) },
  reassert: { any: effect(["--reassert", "pbxs[0].apiKey"], changes, 1, 2) },
  yes: { apply: effect(["--yes"], problemCodesOfApply, ["needs-yes"], []) },
  importTimeoutSeconds: { apply: effect(["--import-timeout", "7"], waitsForImport, 60_000, 7000) },
  force: { any: effect(["--force"], overwrites, "0 manifests", "2 manifests") },
};

function effect(
  args: readonly string[],
  observe: Effect["observe"],
  without: unknown,
  withOption: unknown,
): Effect {
  return { args, observe, without, with: withOption };
}

async function document(fleet: Fleet, command: Command, args: readonly string[]) {
  const { stdout } = await fleet.call([...CALLS[command], ...args, "--format", "json"]);
  return JSON.parse(stdout);
}

async function problemCodes(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { problems } = await document(fleet, command, args);
  return problems.map(({ code }: { code: string }) => code);
}

async function problemCodesOfApply(fleet: Fleet, _: Command, args: readonly string[]): Promise<unknown> {
  const call = ["apply", ...args, "--secrets", "secrets.env", "--format", "json"];
  const { problems } = JSON.parse((await fleet.call(call)).stdout);
  return problems.map(({ code }: { code: string }) => code);
}

/** The environment that was worked on: for `login` and `logout` as they name it, else by whom the requests went to. */
async function environment(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  if (command === "logout") return /tokens of (\w+)/.exec(stdout)?.[1];
  if (command === "login") return stderr.includes("the built-in emulator") ? "sandbox" : "live";
  return fleet.emulator.log.length > 0 ? "live" : "sandbox";
}

async function sentence(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await fleet.call([...CALLS[command], ...args])).stdout.trim();
}

async function folders(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args]);
  return { fresh: existsSync(join(fleet.cwd, "fresh")), there: existsSync(join(fleet.cwd, "there")) };
}

async function references(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const secrets = command === "show" ? [] : ["--secrets", "secrets.env"];
  const { customers } = await document(fleet, command, [...args, ...secrets]);
  return customers.map(({ reference }: { reference: string }) => reference);
}

async function sentenceAfterCommit(fleet: Fleet, command: Command, args: readonly string[]) {
  await fleet.commitAndChangeNorth();
  return sentence(fleet, command, args);
}

async function referencesAfterCommit(fleet: Fleet, command: Command, args: readonly string[]) {
  await fleet.commitAndChangeNorth();
  return references(fleet, command, args);
}

async function missesSecret(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.write("customers/acme.yaml", (await fleet.read("customers/acme.yaml")).replace("Depot", "New"));
  const { stdout } = await fleet.call([...CALLS[command], ...args, "--format", "json"]);
  return stdout.includes('"secret-missing"');
}

async function isConcurrent(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await fleet.measureConcurrency([...CALLS[command], ...args])) > 1;
}

/** The clock of the stage stands still but for those who sleep, so that any time is over at once. */
async function isIncomplete(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { code } = await fleet.call([...CALLS[command], ...args]);
  return code === 3;
}

async function saysRequests(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { stderr } = await fleet.call([...CALLS[command], ...args]);
  return /^GET \/api\/v1\.0\/customers\S* 200 \d+ ms$/m.test(stderr);
}

async function isDocument(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { stdout } = await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  return stdout.startsWith("{") && JSON.parse(stdout).formatVersion !== undefined;
}

async function isReportWritten(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  return existsSync(join(fleet.cwd, "report.json"));
}

/** Every command can at least be called with a file that is not there. */
async function isColored(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const call = command === "show" ? ["show", "none.json"] : [...CALLS[command], "--config", "none.yaml"];
  const { stderr } = await fleet.call([...call, ...args], TERMINAL);
  return stderr.includes("\u001B[");
}

async function isSaved(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args]);
  return existsSync(join(fleet.cwd, "saved.json"));
}

async function exitCode(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await fleet.call([...CALLS[command], ...args])).code;
}

async function changes(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { customers } = await document(fleet, command, [...args, "--secrets", "secrets.env"]);
  const lists: readonly { readonly changes: readonly unknown[] }[] = customers;
  return lists.flatMap((customer) => customer.changes).length;
}

/** How long an apply sleeps because of a person who does not come with the import. */
async function waitsForImport(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const admin = "  - { email: ines@north-2.example, imported: true, roles: [customer.user.supervisorl1] }\n";
  const manifest = await fleet.read("customers/north.yaml");
  await fleet.write("customers/north.yaml", manifest.replace("description:", `${admin}description:`));
  const start = fleet.now();
  await fleet.call([...CALLS[command], "--only", "NORTH-2", ...args]);
  return fleet.now() - start;
}

async function overwrites(fleet: Fleet, _: Command, args: readonly string[]): Promise<unknown> {
  const { stdout } = await fleet.call(["import", ...args]);
  return /\d+ manifests?/.exec(stdout)?.[0];
}

/** The commands of the table: `emulator`, which serves until it is interrupted, has a test of its own. */
export const isCalled = (command: CommandName): command is Command => command !== "emulator";
