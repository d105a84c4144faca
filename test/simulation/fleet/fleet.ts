import type { SeedCustomer } from "../../../src/emulator/world/seed.ts";
import type { PbxDirectory } from "../../../src/emulator/world/state.ts";
import type { Switches } from "../../../src/emulator/switches/switches.ts";
import { dice as diceOf, type Dice } from "../dice.ts";
import type { Row, Person } from "./people.ts";
import { everyApproval, present, drawPbxs } from "./manifest.ts";
import { drawLive } from "./live.ts";

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
