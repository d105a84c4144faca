import type { Change, FieldChange, RoleChange } from "../../model/plan/change.ts";
import type { RoleId } from "../../model/ids.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { placeWords } from "./change-lines.ts";
import { line, piece, type Line, type Look } from "../text/layout.ts";
import { beforeWords, wishWords } from "../wording/values.ts";
import { count, objectOf, roleLabel } from "../wording/words.ts";

/** What moved at a customer, seen from the manifest: what is missing, what is there uninvited, what is different. */
export function driftLines(customer: CustomerPlan, indent: number): readonly Line[] {
  return customer.changes.flatMap((change) => [
    headline(change, customer.name, indent),
    ...change.fields.flatMap((field) => (change.action === "update" ? [fieldLine(field, indent + 4)] : [])),
    ...(change.kind === "user" && change.action === "update" ? roleLines(change.roles, indent + 4) : []),
  ]);
}

/** One difference in one sentence: `user ana@acme.example is missing in Dimensions`. */
export function driftWords(change: Change, customer: string): string {
  return `${objectOf(change, customer)} ${DIFFERENCES[change.action].words}`;
}

/** How many customers differ, and in how much; or that none does. */
export function driftVerdict(customers: readonly CustomerPlan[], environment: string): string {
  const moved = customers.filter((customer) => customer.changes.length > 0);
  const unseen = customers.filter(({ status }) => status === "ambiguous" || status === "unreadable").length;
  const rest = unseen === 0 ? "" : ` ${count(unseen, "customer")} could not be compared.`;
  if (moved.length === 0)
    return `No drift in ${environment}: ${count(customers.length - unseen, "customer")} compared.${rest}`;
  const differences = moved.reduce((sum, customer) => sum + customer.changes.length, 0);
  const what = `${moved.length} of ${count(customers.length, "customer")} moved, ${count(differences, "difference")}`;
  return `Drift in ${environment}: ${what} that no pull request asked for.${rest}`;
}

const DIFFERENCES: Readonly<Record<Change["action"], { mark: string; look: Look; words: string }>> = {
  create: { mark: "-", look: "remove", words: "is missing in Dimensions" },
  update: { mark: "~", look: "change", words: "is different in Dimensions" },
  delete: { mark: "+", look: "add", words: "is still in Dimensions" },
};

function headline(change: Change, customer: string, indent: number): Line {
  const { mark, look } = DIFFERENCES[change.action];
  const what = driftWords(change, customer);
  return line(indent, [
    piece(look, mark),
    " ",
    piece("strong", what),
    "  ",
    piece("faint", placeWords(change.at)),
  ]);
}

function fieldLine({ name, before, after }: FieldChange, indent: number): Line {
  const wish = `the manifest says ${wishWords(after)}`;
  if (before.kind === "unknown") return line(indent, [`${name}: ${wish}; Dimensions does not show it`]);
  return line(indent, [`${name}: Dimensions has `, piece("strong", beforeWords(before)), `, ${wish}`]);
}

function roleLines({ add, remove }: RoleChange, indent: number): readonly Line[] {
  return [
    ...add.map((role) => line(indent, [piece("remove", "-"), ` lacks ${roleWords(role)}`])),
    ...remove.map((role) => line(indent, [piece("add", "+"), ` holds ${roleWords(role)}`])),
  ];
}

function roleWords(role: RoleId): string {
  const label = roleLabel(role);
  return label === undefined ? role : `${role} (${label})`;
}
