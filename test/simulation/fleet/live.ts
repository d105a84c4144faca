import type { SeedCustomer, SeedPbx, SeedUser } from "../../../src/emulator/world/seed.ts";
import type { Dice } from "../dice.ts";
import { type Person, ZONES, drawRoles } from "./people.ts";

export function drawLive(
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
