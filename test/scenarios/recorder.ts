/** The service of a scenario: the emulator behind HTTP, and what was written to it in words. */
import { createEmulator, type Emulator } from "../../src/emulator/emulator.ts";
import { serveEmulator } from "../../src/emulator/server.ts";
import type { EmulatorSeed } from "../../src/emulator/world/seed.ts";
import type { Switches } from "../../src/emulator/switches/switches.ts";
import type { Clock } from "../../src/model/ports/clock.ts";
import type { WireRequest, WireResponse } from "../../src/model/ports/wire.ts";
import type { PortalEdit } from "./scenario.ts";

export interface Service {
  readonly url: string;
  /** The writes since `forget`, one block each, in the order in which they came. */
  writes(): string;
  forget(): void;
  /** What someone does by hand. */
  edit(edit: PortalEdit): void;
  /** The text with names in the place of ids and of the address. */
  readable(text: string): string;
  close(): Promise<void>;
}

export async function startService(
  seed: EmulatorSeed,
  switches: Partial<Switches>,
  clock: Clock,
): Promise<Service> {
  const emulator = createEmulator({ seed, switches, clock, random: seeded(1) });
  const names = new Map<string, string>();
  let blocks: string[] = [];
  const transport = async (request: WireRequest, signal?: AbortSignal): Promise<WireResponse> => {
    learn(emulator, names);
    const response = await emulator.transport()(request, signal);
    learn(emulator, names);
    if (request.method !== "GET") blocks.push(inWords(request, response));
    return response;
  };
  const served = await serveEmulator({ transport: () => transport }, { port: 0 });
  const readable = (text: string): string =>
    [...names]
      .reduce((all, [id, name]) => all.replaceAll(id, `{${name}}`), text)
      .replaceAll(served.url, "https://api.example");
  learn(emulator, names);
  return {
    url: served.url,
    writes: () => (blocks.length === 0 ? "nothing is written\n" : readable(blocks.join(""))),
    forget: () => (blocks = []),
    edit: (edit) => carryOut(emulator, edit),
    readable,
    close: () => served.close(),
  };
}

/** The same numbers in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function learn({ state }: Emulator, names: Map<string, string>): void {
  for (const customer of Object.values(state.customers)) {
    keep(names, customer.id, nameIn(customer.fields["reference"]));
    for (const user of Object.values(customer.users)) keep(names, user.id, user.email ?? user.displayName);
    for (const pbx of Object.values(customer.pbxs)) keep(names, pbx.id, nameIn(pbx.fields["name"]));
  }
  for (const [index, account] of state.accounts.entries()) keep(names, account, `reseller ${index + 1}`);
}

const nameIn = (field: unknown): string => (typeof field === "string" ? field : "nameless");

/** An id keeps its first name, also when its object is renamed or goes. */
function keep(names: Map<string, string>, id: string, name: string): void {
  if (names.has(id)) return;
  const taken = [...names.values()].filter((other) => other === name || other.startsWith(`${name} #`)).length;
  names.set(id, taken === 0 ? name : `${name} #${taken + 1}`);
}

function inWords(request: WireRequest, response: WireResponse): string {
  const path = request.path.replace("/api/v1.0", "");
  const refusal = response.status < 300 ? "" : `  → ${response.status} ${messageOf(response)}`;
  return `${request.method} ${path}${refusal}\n${bodyLines(request.body)
    .map((row) => `  ${row}\n`)
    .join("")}`;
}

function messageOf({ body }: WireResponse): string {
  return body === "" ? "" : String(JSON.parse(body).message ?? "");
}

function bodyLines(body: string | undefined): readonly string[] {
  if (body === undefined) return [];
  const sent: unknown = JSON.parse(body);
  if (Array.isArray(sent)) return sent.map(({ op, path, value }) => `${op} ${path} ${JSON.stringify(value)}`);
  return Object.entries(sent as object).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
}

function carryOut({ state }: Emulator, edit: PortalEdit): void {
  const customer = Object.values(state.customers).find(({ fields }) => fields["reference"] === edit.customer);
  if (!customer) throw new Error(`the portal shows no customer ${edit.customer}`);
  const user = Object.values(customer.users).find(({ email }) => email === edit.user);
  const pbx = Object.values(customer.pbxs).find(({ fields }) => fields["name"] === edit.pbx);
  if (edit.user === undefined && edit.pbx === undefined) {
    if (edit.remove) delete state.customers[customer.id];
    Object.assign(customer.fields, edit.set);
  } else if (user && edit.pbx === undefined) {
    if (edit.remove) delete customer.users[user.id];
    Object.assign(user, edit.set);
  } else if (pbx && edit.user === undefined) {
    if (edit.remove) delete customer.pbxs[pbx.id];
    Object.assign(pbx.fields, edit.set);
  } else throw new Error(`the portal does not show ${JSON.stringify(edit)}`);
}
