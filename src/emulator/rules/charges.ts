import { isJsonObject, type Json } from "../../model/json/json.ts";
import { CUSTOMER_FIELDS } from "../../model/customer/kinds.ts";
import { ROLES } from "../../model/customer/roles.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../wire/envelope.ts";
import type { Fields } from "../world/state.ts";

const LICENSED: ReadonlySet<string> = new Set(ROLES.filter((role) => role.licensed).map((role) => role.id));

/** A8: a POST or PATCH without `accept-charges: true` meets a 402 like Kazoo's, when the switch says so. */
export function requireAcceptance(context: Context): void {
  if (context.switches.acceptCharges === "required" && !context.acceptsCharges) throw new ChargesRefused([]);
}

/** Counts what costs money; nothing may have been changed yet, because a 402 can end the request here (A8). */
export function charge(context: Context, tenantId: string, items: readonly string[]): void {
  if (items.length === 0) return;
  if (context.switches.acceptCharges === "required-when-chargeable" && !context.acceptsCharges) {
    throw new ChargesRefused(items);
  }
  for (const item of items) context.state.charges.push({ tenantId, item });
}

/** The licensed roles that are in `after` and were not in `before`. */
export function licensedAdditions(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((role) => LICENSED.has(role) && !before.includes(role));
}

/** The licensed features whose count rises. */
export function featureAdditions(before: Fields, after: Fields): readonly string[] {
  return CUSTOMER_FIELDS.filter(
    ({ licensed, path }) => licensed === true && quantity(after, path) > quantity(before, path),
  ).map(({ name }) => name);
}

/** 402 in Kazoo's form: its `error` is a text (CONTRACT.md section 3). */
export class ChargesRefused extends Refusal {
  readonly items: readonly string[];

  constructor(items: readonly string[]) {
    super(402, "accept charges");
    this.name = "ChargesRefused";
    this.items = items;
  }
}

function quantity(fields: Fields, path: string): number {
  let value: Json | undefined = fields;
  for (const key of path.split("/").slice(1)) value = isJsonObject(value) ? value[key] : undefined;
  return typeof value === "number" ? value : 0;
}
