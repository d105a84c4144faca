import type { FieldChange } from "../../model/plan/change.ts";
import type { RiskFacts } from "./risk-facts.ts";
import type { UnassessedChange } from "../diff.ts";

/** Fewer licences than these count as these: from 1 to 25 is growth, not a slip of the keyboard. */
const SMALLEST_BASE = 10;

/** What is billed more than before: licensed roles, and licences with their numbers. */
export function charges(change: UnassessedChange, { context }: RiskFacts): string | undefined {
  const added = change.kind === "user" ? change.roles.add : [];
  const licensed = added.filter((role) => context.catalogue.get(role)?.licensed === true);
  const bought = [...licensed, ...moreLicences(change).map(describe)];
  return bought.length > 0 ? `adds ${bought.join(", ")}` : undefined;
}

/** Licences that grow so much that a zero too many is likely. A create has no number of before. */
export function chargesMuch(change: UnassessedChange, { context }: RiskFacts): string | undefined {
  if (change.action === "create") return undefined;
  const much = moreLicences(change).filter(({ before, after }) => {
    const base = Math.max(typeof before === "number" ? before : 0, SMALLEST_BASE);
    return (
      typeof before === "number" && typeof after === "number" && after > base * context.largeChargeFactor
    );
  });
  if (much.length === 0) return undefined;
  return `${much.map(describe).join(", ")}: more than ${context.largeChargeFactor} times as many`;
}

function moreLicences(change: UnassessedChange): readonly FieldChange[] {
  return change.kind === "customer" ? change.fields.filter(isMoreLicences) : [];
}

function isMoreLicences({ name, before, after }: FieldChange): boolean {
  if (!name.startsWith("features.") || typeof after !== "number") return false;
  return after > (typeof before === "number" ? before : 0);
}

function describe({ name, before, after }: FieldChange): string {
  if (typeof after !== "number") return name;
  return typeof before === "number"
    ? `${after - before} ${name} (${before} to ${after})`
    : `${after} ${name}`;
}
