import type { Change, Wave } from "../../model/plan/change.ts";
import type { BlockedObject, Coverage, CustomerPlan } from "../../model/plan/plan.ts";
import { line, piece, type Line, type Words } from "../layout.ts";
import { changeLines, formatPosition, helpedBefore } from "./change-lines.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { formatObjectKey } from "../wording/format-hold.ts";
import { NOT_COMPARED, WAVES, formatCount } from "../wording/format-change.ts";

/** Where a customer's lines begin and what date its approvals propose. */
export interface CustomerSetting {
  readonly indent: number;
  readonly approveUntil?: string;
}

/** One customer of a plan: its waves, then what a reviewer should know besides the changes. */
export function customerLines(customer: CustomerPlan, setting: CustomerSetting): readonly Line[] {
  return [customerHeading(customer), ...customerBody(customer, setting)];
}

/** `ACME-0042  Acme Dental  customers/acme.yaml`. */
export function customerHeading(customer: Pick<CustomerPlan, "reference" | "name" | "file">): Line {
  return line(0, [
    piece("strong", customer.reference),
    `  ${customer.name}  `,
    piece("faint", customer.file),
  ]);
}

/** A customer without its heading, for formats that have a heading of their own. */
export function customerBody(customer: CustomerPlan, setting: CustomerSetting): readonly Line[] {
  const { indent } = setting;
  const helped = helpedBefore(customer.changes);
  return [
    ...statusLines(customer, indent),
    ...blockedLines(customer.blocked, indent),
    ...waves(customer.changes).flatMap(([wave, changes]) => [
      line(indent, [piece("strong", `Wave ${wave}`), `: ${WAVES[wave]}`]),
      ...changes.flatMap((change) => changeLines(change, { ...setting, helped, customer })),
    ]),
    ...noteLines(customer, indent),
  ];
}

/** The state of a customer that is not simply changed or unchanged, as a sentence. */
export function formatStatus(customer: Pick<CustomerPlan, "status" | "why">): string | undefined {
  const why = customer.why === undefined ? "" : `: ${customer.why}`;
  switch (customer.status) {
    case "ambiguous":
      return `ambiguous${why}`;
    case "unreadable":
      return `unreadable${why}`;
    case "deleting":
      return `still being deleted${why}`;
    case "unchanged":
    case "changed":
    case "blocked":
      return undefined;
  }
}

/** The declared objects for which nothing can be planned, and why. */
export function blockedLines(blocked: readonly BlockedObject[], indent: number): readonly Line[] {
  return blocked.flatMap((object) => [
    line(indent, [
      piece("alarm", "!"),
      " ",
      piece("strong", `blocked: ${formatObjectKey(object.key)}`),
      "  ",
      piece("faint", formatPosition(object.at)),
    ]),
    line(indent + 4, [formatBlocked(object)]),
  ]);
}

/** Why nothing can be planned for an object: `ambiguous: 2 live PBXs have this name`. */
export function formatBlocked({ reason, detail }: BlockedObject): string {
  return `${reason}: ${detail}`;
}

/** `Verified 14 of 17 managed fields against live; not shown by Dimensions: pbxs[0].apiKey.` */
function formatCoverage(coverage: Coverage): string {
  const reasons = Object.entries(NOT_COMPARED).flatMap(([why, words]) => {
    const paths = coverage.notCompared.filter((item) => item.why === why).map((item) => item.path);
    return paths.length === 0 ? [] : [`${words}: ${paths.join(", ")}`];
  });
  const sentence = `Verified ${coverage.compared} of ${formatCount(coverage.declared, "managed field")} against live`;
  return `${[sentence, ...reasons].join("; ")}.`;
}

function statusLines(customer: CustomerPlan, indent: number): readonly Line[] {
  const words = formatStatus(customer);
  return words === undefined ? [] : [line(indent, [piece("alarm", "!"), ` ${words}`])];
}

function waves(changes: readonly Change[]): readonly [Wave, readonly Change[]][] {
  const found = new Map<Wave, Change[]>();
  for (const change of changes) found.set(change.wave, [...(found.get(change.wave) ?? []), change]);
  return [...found].toSorted(([left], [right]) => left - right);
}

function noteLines(customer: CustomerPlan, indent: number): readonly Line[] {
  const entry = (...words: Words[]): Line => line(indent, words);
  const { declared } = customer.coverage;
  const read = customer.tenantId !== undefined && formatStatus(customer) === undefined;
  return [
    ...customer.notes.map((note) => entry(piece("faint", "·"), ` ${note.text}`)),
    ...customer.warnings.flatMap((warning) => diagnosticLines(warning, indent)),
    ...(read && declared > 0 ? [entry(piece("faint", formatCoverage(customer.coverage)))] : []),
    ...(customer.changes.length > 0 ? [entry(piece("faint", formatRequests(customer)))] : []),
  ];
}

/** `About 7 API requests`; `No API requests`, when everything is held. */
export function requestCount(requests: number): string {
  return requests === 0 ? "No API requests" : `About ${formatCount(requests, "API request")}`;
}

function formatRequests(customer: CustomerPlan): string {
  const rest = customer.unchanged === 0 ? "" : `; ${formatCount(customer.unchanged, "object")} unchanged`;
  return `${requestCount(customer.requests)}${rest}.`;
}
