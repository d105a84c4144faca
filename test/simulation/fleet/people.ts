import type { Json } from "../../../src/model/json/json.ts";
import type { Dice } from "../dice.ts";

export type Row = Record<string, Json>;

/** One person of a customer's world. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly onPbx: boolean;
  readonly acd: boolean;
}

export const ZONES = ["America/Phoenix", "Europe/Zurich", "Europe/Paris", "America/Chicago", "UTC"];
const LEVELS = [1, 2, 3, 4].map((level) => `customer.user.supervisorl${level}`);

export function drawRoles(dice: Dice, onPbx: boolean): string[] {
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
