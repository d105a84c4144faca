import type { Json } from "../../../src/model/json/json.ts";
import { DEFAULT_POLICY } from "../../../src/model/plan/risk.ts";
import type { Dice } from "../dice.ts";
import { type Row, type Person, ZONES, drawRoles } from "./people.ts";

export function everyApproval(): Json {
  return Object.keys(DEFAULT_POLICY).map((risk) => ({ risk, until: "2030-12-31", reason: "simulated" }));
}

export function present(dice: Dice, index: number, people: readonly Person[], pbxs: Json | undefined): Row {
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

export function drawPbxs(dice: Dice, accountId: string, secretPrefix: string): Json {
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
