import { existsSync } from "node:fs";
import { join } from "node:path";
import { CALLS, TERMINAL, withoutService, type Command, type Fleet } from "./options-stage.ts";

/** What is seen from outside of a call of a command with some arguments. */

async function document(fleet: Fleet, command: Command, args: readonly string[]) {
  const { stdout } = await fleet.call([...CALLS[command], ...args, "--format", "json"]);
  return JSON.parse(stdout);
}

export async function problemCodes(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  const { problems } = await document(fleet, command, args);
  return problems.map(({ code }: { code: string }) => code);
}

export async function problemCodesOfApply(
  fleet: Fleet,
  _: Command,
  args: readonly string[],
): Promise<unknown> {
  const call = ["apply", ...args, "--secrets", "secrets.env", "--format", "json"];
  const { problems } = JSON.parse((await fleet.call(call)).stdout);
  return problems.map(({ code }: { code: string }) => code);
}

/** The environment that was worked on: for `login` and `logout` as they name it, else by whom the requests went to. */
export async function environment(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  if (command === "logout") return /(?:Signed out of|No stored tokens for) (\w+)/.exec(stdout)?.[1];
  if (command === "login") return stderr.includes("the built-in emulator") ? "sandbox" : "live";
  return fleet.emulator.log.length > 0 ? "live" : "sandbox";
}

export async function sentence(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await fleet.call([...CALLS[command], ...args])).stdout.trim();
}

export async function folders(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args]);
  return { fresh: existsSync(join(fleet.cwd, "fresh")), there: existsSync(join(fleet.cwd, "there")) };
}

export async function references(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const secrets = command === "show" ? [] : ["--secrets", "secrets.env"];
  const { customers } = await document(fleet, command, [...args, ...secrets]);
  return customers.map(({ reference }: { reference: string }) => reference);
}

export async function sentenceAfterCommit(fleet: Fleet, command: Command, args: readonly string[]) {
  await fleet.commitAndChangeNorth();
  return sentence(fleet, command, args);
}

export async function referencesAfterCommit(fleet: Fleet, command: Command, args: readonly string[]) {
  await fleet.commitAndChangeNorth();
  return references(fleet, command, args);
}

export async function missesSecret(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  await fleet.write("customers/acme.yaml", (await fleet.read("customers/acme.yaml")).replace("Depot", "New"));
  const { stdout } = await fleet.call([...CALLS[command], ...args, "--format", "json"]);
  return stdout.includes('"secret-missing"');
}

export async function isConcurrent(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  return (await fleet.measureConcurrency([...CALLS[command], ...args])) > 1;
}

/** The clock of the stage stands still but for those who sleep, so that any time is over at once. */
export async function isIncomplete(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  const { code } = await fleet.call([...CALLS[command], ...args]);
  return code === 3;
}

export async function saysRequests(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  const { stderr } = await fleet.call([...CALLS[command], ...args]);
  return /^GET \/api\/v1\.0\/customers\S* 200 \d+ ms$/m.test(stderr);
}

export async function isDocument(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { stdout } = await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  return stdout.startsWith("{") && JSON.parse(stdout).formatVersion !== undefined;
}

export async function isReportWritten(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args], withoutService(fleet));
  return existsSync(join(fleet.cwd, "report.json"));
}

/** Every command can at least be called with a file that is not there. */
export async function isColored(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const call = command === "show" ? ["show", "none.json"] : [...CALLS[command], "--config", "none.yaml"];
  const { stderr } = await fleet.call([...call, ...args], TERMINAL);
  return stderr.includes("\u001B[");
}

export async function isSaved(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  await fleet.call([...CALLS[command], ...args]);
  return existsSync(join(fleet.cwd, "saved.json"));
}

export async function exitCode(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await fleet.call([...CALLS[command], ...args])).code;
}

export async function changes(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  const { customers } = await document(fleet, command, [...args, "--secrets", "secrets.env"]);
  const lists: readonly { readonly changes: readonly unknown[] }[] = customers;
  return lists.flatMap((customer) => customer.changes).length;
}

/** How long an apply sleeps because of a person who does not come with the import. */
export async function waitsForImport(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  const admin = "  - { email: ines@north-2.example, imported: true, roles: [customer.user.supervisorl1] }\n";
  const manifest = await fleet.read("customers/north.yaml");
  await fleet.write("customers/north.yaml", manifest.replace("description:", `${admin}description:`));
  const start = fleet.now();
  await fleet.call([...CALLS[command], "--only", "NORTH-2", ...args]);
  return fleet.now() - start;
}

export async function overwrites(fleet: Fleet, _: Command, args: readonly string[]): Promise<unknown> {
  const { stdout } = await fleet.call(["import", ...args]);
  return /\d+ manifests?/.exec(stdout)?.[0];
}
