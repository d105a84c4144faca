import type { Switches, SwitchName } from "../../src/emulator/switches/switches.ts";
import { SWITCHES } from "../../src/emulator/switches/switches.ts";
import type { Dice } from "./dice.ts";

/** Numbers that the simulation draws itself; other number switches keep their default. */
const NUMBERS: Partial<Record<SwitchName, readonly number[]>> = {
  maxPageSize: [1000, 100, 2],
  rateLimit: [0, 0, 0, 20, 4],
  retryAfterSeconds: [1, 2],
  importDelayMs: [0, 300, 3000, 12_000],
  importSpreadMs: [0, 0, 200],
  listLagMs: [0, 0, 500, 3000, 8000],
};

/** Sign-in is not part of an apply. */
const LEFT_OUT = new Set<string>(["refreshTokens", "refreshReuse", "tokens"]);

/** A service that answers every open question in its own way; about a third of the answers are the default ones. */
export function drawSwitches(dice: Dice): Partial<Switches> {
  const drawn: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(SWITCHES)) {
    const values = fact.type === "choice" ? fact.values : NUMBERS[name as SwitchName];
    const value = values && dice.one<string | number>(values);
    const differs = dice.chance(0.35);
    if (value !== undefined && differs && !LEFT_OUT.has(name)) drawn[name] = value;
  }
  if (drawn["pageSizeAboveMax"] === "refuse") delete drawn["maxPageSize"];
  // A service that takes any role and counts one
  // spelling is the hard case of A1.
  if (drawn["unknownRoles"] === "store") drawn["adminRole"] = dice.one(["user.admin", "admin.user"]);
  return drawn;
}
