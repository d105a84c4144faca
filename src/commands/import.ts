import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Configuration } from "../manifests/configuration.ts";
import { renderManifest } from "../manifests/render.ts";
import type { PresentCustomer } from "../model/observed.ts";
import type { Problem } from "../model/problem.ts";
import { roleCatalogue } from "../model/roles.ts";
import type { LiveCustomer, ReadApi } from "../remote/api.ts";
import type { Answer } from "./answer.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { SharedOptions } from "./options.ts";
import { openSession } from "./session.ts";
import { listen } from "./signals.ts";
import { openConfiguration } from "./workspace.ts";

export interface ImportOptions extends SharedOptions {
  readonly force?: boolean;
}

/** `dimctl import`: live customers as manifests, to adopt an existing fleet. A manifest that exists is left alone. */
export async function importCustomers(options: ImportOptions, io: Io): Promise<Answer> {
  const { configuration, problems } = await openConfiguration(options, io);
  const folder = options.customers ?? configuration.customers;
  const concurrency = options.concurrency ?? configuration.concurrency;
  const interruption = listen(io, options.timeout);
  const session = await openSession(configuration, { ...options, concurrency }, io, {
    signal: interruption.send,
    hardSignal: interruption.send,
  });
  const skipped: Problem[] = [];
  let written = 0;
  try {
    await mkdir(resolve(io.cwd, folder), { recursive: true });
    for await (const live of session.connection.read.customers()) {
      if (options.only && !options.only.includes(live.reference ?? "")) continue;
      const problem = await adopt(
        live,
        { folder, force: options.force === true },
        configuration,
        session.connection.read,
        io,
      );
      if (problem) skipped.push(problem);
      else written += 1;
    }
  } finally {
    interruption.end();
    await session.close();
  }
  const text = `${written} ${written === 1 ? "manifest" : "manifests"} written to ${folder}.`;
  const said = [...problems, ...session.problems, ...skipped];
  return { command: "import", exitCode: EXIT.done, problems: said, said: { kind: "problems", text } };
}

/** Writes one customer's manifest; a warning says why not. */
async function adopt(
  live: LiveCustomer,
  to: { readonly folder: string; readonly force: boolean },
  configuration: Configuration,
  read: ReadApi,
  io: Io,
): Promise<Problem | undefined> {
  if (live.reference === undefined || live.reference === "") return withoutReference(live);
  const text = renderManifest({
    reference: live.reference,
    customer: await readWhole(live, read),
    catalogue: roleCatalogue(configuration.extraRoles),
    adminRoles: configuration.adminRoles,
  });
  const path = join(to.folder, fileNameOf(live.reference));
  try {
    await writeFile(resolve(io.cwd, path), text, { flag: to.force ? "w" : "wx" });
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return exists(path);
    throw error;
  }
}

async function readWhole(live: LiveCustomer, read: ReadApi): Promise<PresentCustomer> {
  const [listed, pbxs, detailed] = await Promise.all([
    read.users(live.id),
    read.pbxs(live.id),
    read.customer(live.id),
  ]);
  const users = await Promise.all(
    listed.map(async (user) => (user.roles ? user : ((await read.user(live.id, user.id)) ?? user))),
  );
  const fields = new Map([...live.fields, ...(detailed?.fields ?? [])]);
  return { state: "present", tenantId: live.id, fields, pbxs, users, instances: [] };
}

/** `ACME-0042` → `acme-0042.yaml`: a file name on every system, whatever the reference holds. */
function fileNameOf(reference: string): string {
  const slug = reference
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${slug === "" ? "customer" : slug}.yaml`;
}

function withoutReference(live: LiveCustomer): Problem {
  const summary = `the customer ${live.id} has no reference and cannot be managed`;
  return { code: "no-reference", severity: "warning", summary, hint: "give it a reference in the portal" };
}

function exists(path: string): Problem {
  return {
    code: "manifest-exists",
    severity: "warning",
    summary: `${path} exists and is left alone`,
    hint: "write over it with --force",
  };
}
