import type { SeedCustomer, SeedPbx, SeedUser } from "../../src/emulator/world/seed.ts";
import type { PbxDirectory } from "../../src/emulator/world/state.ts";
import type { Json } from "../../src/model/json/json.ts";
import type { Switches } from "../../src/emulator/switches/switches.ts";
import { DEFAULT_POLICY } from "../../src/model/plan/risk.ts";
import { dice as diceOf, type Dice } from "./dice.ts";

/** Manifests as their files would hold them (JSON is YAML), and a service that is somewhere else. */
export interface Fleet {
  readonly files: Readonly<Record<string, string>>;
  readonly customers: readonly SeedCustomer[];
  readonly directories: readonly PbxDirectory[];
}

/** The spellings that the service would have stored for its admins (A1). */
function spellingsOf({
  adminRole = "user.admin",
  adminRoleStored = "as-sent",
}: Partial<Switches>): readonly string[] {
  if (adminRoleStored !== "as-sent") return [adminRoleStored];
  return adminRole === "both" ? ["user.admin", "admin.user"] : [adminRole];
}

type Row = Record<string, Json>;

/** One person of a customer's world. */
interface Person {
  readonly email: string;
  readonly name: string;
  readonly onPbx: boolean;
  readonly acd: boolean;
}

const ZONES = ["America/Phoenix", "Europe/Zurich", "Europe/Paris", "America/Chicago", "UTC"];
const LEVELS = [1, 2, 3, 4].map((level) => `customer.user.supervisorl${level}`);

export function drawFleet(seed: number, switches: Partial<Switches>): Fleet {
  const dice = diceOf(seed, "fleet");
  const count = dice.one([1, 1, 2, 2, 3]);
  const worlds = Array.from({ length: count }, (_, index) =>
    drawWorld(diceOf(seed, `customer-${index}`), index, spellingsOf(switches)),
  );
  return {
    files: Object.fromEntries(
      worlds.map(({ manifest }, index) => [
        `customers/c${index}.yaml`,
        JSON.stringify(manifest, undefined, 1),
      ]),
    ),
    customers: [...worlds.flatMap(({ live }) => live ?? []), ...strangers(dice, count)],
    directories: worlds.map(({ directory }) => directory),
  };
}

/** Customers that no manifest names, with references and names that a substring filter takes for ours. */
function strangers(dice: Dice, count: number): readonly SeedCustomer[] {
  return dice.some(["R-1x", "xR-0", "OTHER", "R-"], 0.4).map((reference): SeedCustomer => ({
    fields: { name: `Customer ${dice.between(0, count)}`, reference, description: "not ours" },
    users: [
      {
        displayName: "Stranger",
        email: `s@${reference.toLowerCase()}.example`,
        roles: ["user.admin", "customer.user"],
      },
    ],
  }));
}

function drawWorld(
  dice: Dice,
  index: number,
  spellings: readonly string[],
): { readonly manifest: Row; readonly live: SeedCustomer | undefined; readonly directory: PbxDirectory } {
  const reference = dice.one([`R-${index}`, `R-${index}0`, `REF ${index}/ä`]);
  const people = Array.from({ length: dice.between(2, 6) }, (_, number): Person => {
    const onPbx = dice.chance(0.6);
    return {
      email: `p${number}@c${index}.example`,
      name: `Person ${number}`,
      onPbx,
      acd: onPbx && dice.chance(0.4),
    };
  });
  const accountId = `account-${index}`;
  const hasPbx = dice.chance(0.75);
  const exists = dice.chance(0.5);
  const secretPrefix = `${reference.toUpperCase().replaceAll(/[^A-Z0-9]/gu, "_")}_`;
  const pbxs = hasPbx ? drawPbxs(dice, accountId, secretPrefix) : undefined;
  const isAbsent = dice.chance(0.06);
  const manifest: Row = {
    apiVersion: "dimctl/v1",
    kind: "Customer",
    reference,
    ...(isAbsent ? { state: "absent" } : present(dice, index, people, pbxs)),
    approve: dice.chance(0.85) ? everyApproval() : [],
  };
  return {
    manifest,
    live: exists
      ? drawLive(
          dice,
          reference,
          index,
          people,
          spellings,
          hasPbx && dice.chance(0.6) ? accountId : undefined,
        )
      : undefined,
    directory: drawDirectory(dice, accountId, index, people),
  };
}

/** Who is on the PBX: some addresses are written in upper case, some entries have none, and two may share one. */
function drawDirectory(
  dice: Dice,
  instanceId: string,
  index: number,
  people: readonly Person[],
): PbxDirectory {
  return {
    instanceId,
    users: [
      ...people
        .filter((person) => person.onPbx)
        .map(({ email, name, acd }) => ({
          name,
          email: dice.chance(0.3) ? email.toUpperCase() : email,
          acd,
        })),
      ...(dice.chance(0.3) ? [{ name: "Front desk" }] : []),
      ...(dice.chance(0.2)
        ? [
            { name: "Yard", email: `yard@c${index}.example` },
            { name: "Yard 2", email: `yard@c${index}.example` },
          ]
        : []),
    ],
  };
}

function everyApproval(): Json {
  return Object.keys(DEFAULT_POLICY).map((risk) => ({ risk, until: "2030-12-31", reason: "simulated" }));
}

function present(dice: Dice, index: number, people: readonly Person[], pbxs: Json | undefined): Row {
  const admins = people.filter((_, number) => number === 0 || dice.chance(0.25));
  const users = people.filter((person) => !admins.includes(person) && dice.chance(0.75));
  const comes = (person: Person): boolean => person.onPbx && pbxs !== undefined;
  return {
    name: `Customer ${index}`,
    ...maybe(dice, 0.6, "description", () => dice.one(["desired", "", null])),
    ...maybe(dice, 0.5, "enabled", () => dice.chance(0.7)),
    ...maybe(dice, 0.5, "timezone", () => dice.one(ZONES)),
    ...maybe(dice, 0.3, "countryCode", () => dice.one(["US", "CH"])),
    ...maybe(dice, 0.3, "features", () => ({ agent: dice.between(0, 3) })),
    ...maybe(dice, 0.3, "syncAcdAgentWithPbx", () => dice.chance(0.5)),
    ...maybe(dice, 0.3, "sendNewUserEmail", () => dice.chance(0.5)),
    ...maybe(dice, 0.2, "trialDuration", () => dice.one([0, 30])),
    ...(pbxs !== undefined && { pbxs }),
    admins: admins.map((person, number) => drawEntry(dice, person, comes(person), number > 0, true)),
    ...(dice.chance(0.85) && {
      users: users.map((person) => drawEntry(dice, person, comes(person), true, false)),
    }),
    ...maybe(dice, 0.6, "manage", () => ({
      admins: dice.one(["additive", "exact"]),
      users: dice.one(["additive", "additive", "exact"]),
      roles: dice.one(["exact", "exact", "additive"]),
    })),
  };
}

function maybe(dice: Dice, probability: number, name: string, value: () => Json): Row {
  return dice.chance(probability) ? { [name]: value() } : {};
}

/** An admin or user of the manifest. The first admin is always desired. */
function drawEntry(dice: Dice, person: Person, comes: boolean, mayGo: boolean, admin: boolean): Row {
  const common = { email: dice.chance(0.2) ? person.email.replace("p", "P") : person.email };
  if (mayGo && dice.chance(0.1)) return { ...common, state: "absent" };
  const isNew = dice.chance(0.1);
  const imported = comes && !isNew && dice.chance(0.85);
  const withRoles = dice.chance(0.8);
  return {
    ...common,
    ...(isNew && { email: `new-${person.email}`, previously: person.email }),
    ...((!imported || dice.chance(0.3)) && { displayName: dice.one([person.name, `${person.name} Jr`]) }),
    ...(withRoles && { roles: drawRoles(dice, imported) }),
    ...(!admin && dice.chance(0.4) && { login: withRoles ? true : dice.chance(0.6) }),
    ...(imported && { imported: true }),
  };
}

function drawRoles(dice: Dice, onPbx: boolean): string[] {
  const uc = dice.chance(0.3);
  return [
    ...(dice.chance(0.5) ? [dice.one(LEVELS)] : []),
    ...(dice.chance(0.3) ? ["customer.settings"] : []),
    ...(uc ? ["customer.user.uc"] : []),
    ...(uc && dice.chance(0.5) ? ["customer.user.uc.softphone"] : []),
    ...(onPbx && dice.chance(0.5) ? ["customer.user.acd"] : []),
    ...(onPbx && dice.chance(0.2) ? ["customer.user.pbx.realtime"] : []),
  ];
}

function drawPbxs(dice: Dice, accountId: string, secretPrefix: string): Json {
  const first: Row = {
    type: "kazoo",
    name: "Main",
    ...maybe(dice, 0.4, "enabled", () => dice.chance(0.7)),
    hostRest: "https://pbx.example:8443/v2",
    hostWebsocket: "wss://ws.pbx.example",
    accountId,
    apiKey: { secret: `${secretPrefix}KEY` },
    ...maybe(dice, 0.4, "monitorSubAccounts", () => dice.chance(0.5)),
    ...maybe(dice, 0.2, "countryCode", () => "CH"),
  };
  const second: Row = {
    type: "3cx",
    name: "Second",
    licenseKey: `licence-${accountId}`,
    ...maybe(dice, 0.4, "enabled", () => dice.chance(0.5)),
  };
  const gone: Row = { type: "kazoo", name: "Old", state: "absent" };
  return [first, ...(dice.chance(0.25) ? [second] : []), ...(dice.chance(0.1) ? [gone] : [])];
}

function drawLive(
  dice: Dice,
  reference: string,
  index: number,
  people: readonly Person[],
  spellings: readonly string[],
  accountId: string | undefined,
): SeedCustomer {
  const there = people.filter(() => dice.chance(0.65));
  const unnamed = Array.from({ length: dice.between(0, 2) }, (_, number): Person => {
    const onPbx = dice.chance(0.3);
    return { email: `extra${number}@c${index}.example`, name: `Extra ${number}`, onPbx, acd: false };
  });
  const hasOld = dice.chance(0.2);
  const hasAdmin = dice.chance(0.85);
  const users = [...there, ...unnamed].map((person) =>
    liveUser(
      dice,
      person,
      accountId !== undefined,
      hasAdmin && dice.chance(0.4) ? dice.one(spellings) : undefined,
    ),
  );
  return {
    fields: {
      name: dice.one([`Customer ${index}`, "Former name"]),
      reference,
      description: dice.one(["as it was", "desired", ""]),
      enabled: dice.chance(0.5),
      timezone: dice.one(ZONES),
      sendNewUserEmail: dice.chance(0.5),
      syncAcdAgentWithPbx: false,
      features: { agent: dice.between(0, 2), device: 0 },
    },
    users,
    pbxs:
      accountId === undefined
        ? []
        : [
            livePbx(dice, accountId, hasOld),
            ...(hasOld ? [{ fields: { name: "Old", accountId: "old-account" } }] : []),
          ],
  };
}

function livePbx(dice: Dice, accountId: string, hasOld: boolean): SeedPbx {
  return {
    fields: {
      name: hasOld ? "Main" : dice.one(["Main", "Former"]),
      enabled: dice.chance(0.6),
      accountId,
      apiKey: "an-older-key",
      hostRest: dice.one(["https://pbx.example:8443/v2", "https://former.example"]),
      hostWebsocket: "wss://ws.pbx.example",
      monitorSubAccounts: dice.chance(0.5),
    },
  };
}

function liveUser(dice: Dice, person: Person, hasPbx: boolean, manage: string | undefined): SeedUser {
  const imported = person.onPbx && hasPbx;
  const roles = new Set([
    ...(imported ? ["customer.user.pbx"] : []),
    ...(!imported || dice.chance(0.4) ? ["customer.user"] : []),
    ...drawRoles(dice, imported),
    ...(manage !== undefined ? ["customer.user", manage] : []),
  ]);
  return {
    displayName: dice.one([person.name, "Former name"]),
    email: dice.chance(0.3) ? person.email.toUpperCase() : person.email,
    roles: [...roles],
    ...(imported && { imported: true, acd: person.acd }),
  };
}
