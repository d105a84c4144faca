import type { Change, FieldChange, RoleChange } from "../../model/plan/change.ts";
import type { RoleId } from "../../model/ids.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { isUnknown } from "../../model/customer/value.ts";
import { formatPosition } from "./change-lines.ts";
import { blockedLines } from "./customer-lines.ts";
import { line, piece, type Line, type Look } from "../layout.ts";
import { formatBefore, formatDesiredValue } from "../wording/format-value.ts";
import { formatCount, formatObject, roleLabel } from "../wording/format-change.ts";

/** The drift of a customer, seen from the manifest: missing, different and extra objects. */
export function driftLines(customer: CustomerPlan, indent: number): readonly Line[] {
  const differences = customer.changes.flatMap((change) => [
    headline(change, customer.name, indent),
    ...change.fields.flatMap((field) => (change.action === "update" ? [fieldLine(field, indent + 4)] : [])),
    ...(change.kind === "user" && change.action === "update" ? roleLines(change.roles, indent + 4) : []),
  ]);
  return [...blockedLines(customer.blocked, indent), ...differences];
}

/** One difference in one sentence: `user ana@acme.example is missing in Dimensions`. */
export function formatDrift(change: Change, customer: string): string {
  return `${formatObject(change, customer)} ${DIFFERENCES[change.action].words}`;
}

/** How many customers differ, and in how much; or that none does. */
export function driftVerdict(customers: readonly CustomerPlan[], environment: string): string {
  const drifted = customers.filter((customer) => customer.changes.length > 0);
  const unseen = customers.filter(({ status }) => status === "ambiguous" || status === "unreadable").length;
  const blocked = customers.reduce((sum, customer) => sum + customer.blocked.length, 0);
  const rest = [
    ...(unseen === 0 ? [] : [` ${formatCount(unseen, "customer")} could not be verified.`]),
    ...(blocked === 0 ? [] : [` ${formatCount(blocked, "object")} could not be verified.`]),
  ].join("");
  if (drifted.length === 0)
    return `No drift in ${environment}: ${formatCount(customers.length - unseen, "customer")} verified.${rest}`;
  const differences = drifted.reduce((sum, customer) => sum + customer.changes.length, 0);
  const what = `${formatCount(differences, "live change")} not made through git, in ${drifted.length} of ${formatCount(customers.length, "customer")}`;
  return `Drift in ${environment}: ${what}.${rest}`;
}

const DIFFERENCES: Readonly<Record<Change["action"], { mark: string; look: Look; words: string }>> = {
  create: { mark: "-", look: "remove", words: "is missing in Dimensions" },
  update: { mark: "~", look: "change", words: "differs in Dimensions" },
  delete: { mark: "+", look: "add", words: "still exists in Dimensions" },
};

function headline(change: Change, customer: string, indent: number): Line {
  const { mark, look } = DIFFERENCES[change.action];
  const what = formatDrift(change, customer);
  return line(indent, [
    piece(look, mark),
    " ",
    piece("strong", what),
    "  ",
    piece("faint", formatPosition(change.at)),
  ]);
}

function fieldLine({ name, before, after }: FieldChange, indent: number): Line {
  const desiredValue = `desired ${formatDesiredValue(after)}`;
  if (isUnknown(before)) return line(indent, [`${name}: live not shown, ${desiredValue}`]);
  return line(indent, [`${name}: live `, piece("strong", formatBefore(before)), `, ${desiredValue}`]);
}

function roleLines({ add, remove }: RoleChange, indent: number): readonly Line[] {
  return [
    ...add.map((role) => line(indent, [piece("remove", "-"), ` missing role ${formatRole(role)}`])),
    ...remove.map((role) => line(indent, [piece("add", "+"), ` extra role ${formatRole(role)}`])),
  ];
}

function formatRole(role: RoleId): string {
  const label = roleLabel(role);
  return label === undefined ? role : `${role} (${label})`;
}
