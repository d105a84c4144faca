import { defined } from "../../model/json/defined.ts";
import { PBX_FIELDS } from "../../model/customer/kinds.ts";
import type { Clock, Random } from "../../model/ports/clock.ts";
import { newId } from "../world/new-id.ts";
import { synchronisedRoles } from "./role-rules.ts";
import type { StoredCustomer, EmulatorState, PbxPerson, StoredPbx, StoredUser } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** What the import needs of the world. */
export interface ImportWorld {
  readonly state: EmulatorState;
  readonly switches: Switches;
  readonly random: Random;
  readonly now: ReturnType<Clock["now"]>;
}

const INSTANCE_KEYS = PBX_FIELDS.filter(({ instanceId }) => instanceId === true).map(({ path }) =>
  path.slice(1),
);

/** The id by which the instance check and the directories know a PBX: Kazoo account id or 3CX licence key (section 6). */
export function readInstanceId(pbx: StoredPbx): string | undefined {
  const values = INSTANCE_KEYS.map((key) => pbx.fields[key] ?? null);
  const id = values.find((value) => value !== null);
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Guide step 2: the users of a new PBX come by themselves, after a while. */
export function scheduleImport(world: ImportWorld, customer: StoredCustomer, pbx: StoredPbx): void {
  const { importStarts, importDelayMs, importSpreadMs } = world.switches;
  if (importStarts === "on-enable" && pbx.fields.enabled !== true) return;
  const instanceId = readInstanceId(pbx);
  const directory = world.state.directories.find((row) => row.instanceId === instanceId);
  const start = world.now + importDelayMs;
  for (const [index, person] of (directory?.users ?? []).entries()) {
    const dueAt = start + index * importSpreadMs;
    world.state.pendingImports.push({ dueAt, tenantId: customer.id, pbxId: pbx.id, person });
  }
}

/** Brings in everyone whose time has come; true when someone came. */
export function runDueImports(world: ImportWorld): boolean {
  const { state, now } = world;
  if (state.pendingImports.length === 0) return false;
  const due = state.pendingImports.filter((row) => row.dueAt <= now);
  if (due.length === 0) return false;
  state.pendingImports = state.pendingImports.filter((row) => row.dueAt > now);
  for (const row of due) {
    const customer = state.customers[row.tenantId];
    if (customer?.pbxs[row.pbxId] && customer.deletedAt === undefined) {
      importPerson(world, customer, row.pbxId, row.person);
    }
  }
  return true;
}

function importPerson(world: ImportWorld, customer: StoredCustomer, pbxId: string, person: PbxPerson): void {
  const { importWithoutEmail, importSameEmail, importExisting } = world.switches;
  const email = importedEmail(world.switches, person);
  if (email === undefined && importWithoutEmail === "skipped") return;
  const same = email ? usersWith(customer, email) : [];
  if (importSameEmail === "first" && same.some((user) => user.pbx)) return;
  const pbx = { pbxId, acd: person.acd ?? false };
  const unlinked = importExisting === "link" ? same.find((user) => !user.pbx) : undefined;
  const user = unlinked ?? newUser(world, customer, person, email);
  user.pbx = pbx;
  user.roles = synchronisedRoles(customer, user);
}

function importedEmail({ importEmails }: Switches, person: PbxPerson): string | undefined {
  if (person.email === undefined || importEmails === "as-on-pbx") return person.email;
  return importEmails === "lower" ? person.email.toLowerCase() : person.email.toUpperCase();
}

function usersWith(customer: StoredCustomer, email: string): readonly StoredUser[] {
  const wanted = email.toLowerCase();
  return Object.values(customer.users).filter((user) => user.email?.toLowerCase() === wanted);
}

/** Imported users cannot log in: they do not get `customer.user` (section 8, 2). */
function newUser(
  world: ImportWorld,
  customer: StoredCustomer,
  person: PbxPerson,
  email: string | undefined,
): StoredUser {
  const absent = { omitted: undefined, skipped: undefined, empty: "", null: null } as const;
  const shown = email ?? absent[world.switches.importWithoutEmail];
  const user: StoredUser = {
    id: newId(world.random),
    createdAt: world.now,
    displayName: person.name,
    ...defined({ email: shown }),
    roles: [],
    primaryTenant: customer.id,
    isParent: false,
  };
  customer.users[user.id] = user;
  return user;
}

/** A deleted user who is still on the PBX may come back with the next import; no page says (section 5.3). */
export function scheduleReimport(world: ImportWorld, customer: StoredCustomer, user: StoredUser): void {
  if (!user.pbx || world.switches.deletedPbxUser === "gone") return;
  const person: PbxPerson = {
    name: user.displayName,
    ...(user.email && { email: user.email }),
    acd: user.pbx.acd,
  };
  const dueAt = world.now + world.switches.importDelayMs;
  world.state.pendingImports.push({ dueAt, tenantId: customer.id, pbxId: user.pbx.pbxId, person });
}
