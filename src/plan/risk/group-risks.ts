import type { Change } from "../../model/plan/change.ts";
import type { RiskName } from "../../model/plan/risk.ts";
import type { RiskFacts } from "./risk-facts.ts";

/** Only more than this share, of at least this many that exist, is a mass change (ARCHITECTURE.md, Risks and approvals). */
const MASS_SHARE = 0.3;
const MASS_MINIMUM = 10;

/** A risk that changes meet together: all of `changes` carry it. */
interface GroupRisk {
  readonly risk: RiskName;
  readonly detail: string;
  readonly changes: ReadonlySet<Change>;
}

type GroupRule = (changes: readonly Change[], facts: RiskFacts) => GroupRisk | undefined;

/** The risks of one customer's changes as a whole; the last one looks at what the others have left. */
export const GROUP_RULES: readonly GroupRule[] = [massUserChange, lastAdmin];

/** Whether so many of so many are a mass change, with the arithmetic as a sentence. */
export function massChange(altered: number, existing: number, noun: string): string | undefined {
  if (existing < MASS_MINIMUM || altered <= existing * MASS_SHARE) return undefined;
  const share = Math.round((altered / existing) * 100);
  return `${altered} of ${existing} ${noun} (${share}%) are changed or removed; more than 30% needs approval`;
}

/** Nobody would be left who is an admin now or is made one by this plan: nothing approves that. */
function lastAdmin(changes: readonly Change[], { observed, context }: RiskFacts): GroupRisk | undefined {
  if (observed.state !== "present") return undefined;
  const { dialect } = context;
  const losing = changes.filter((change) => {
    if (change.kind !== "user" || change.wave !== 5 || change.hold) return false;
    return dialect.losesAdmin(change.roles);
  });
  if (losing.length === 0) return undefined;
  const lost = new Set(losing.map((change) => change.key));
  const staying = observed.users.filter(
    (user) => dialect.isAdmin(user.roles ?? []) && !lost.has(`user:${user.key ?? user.id}`),
  );
  const coming = changes.filter(
    (change) =>
      change.kind === "user" &&
      change.action !== "delete" &&
      change.wave === 3 &&
      !change.hold &&
      change.admin,
  );
  const others = coming.filter((change) => !lost.has(change.key));
  if (staying.length + others.length > 0) return undefined;
  return {
    risk: "last-admin",
    detail: "the customer would be left without an admin",
    changes: new Set(losing),
  };
}

function massUserChange(changes: readonly Change[], facts: RiskFacts): GroupRisk | undefined {
  const { managedUsers } = facts;
  const altering = changes.filter(
    (change) =>
      change.kind === "user" &&
      (change.action === "delete" || (change.action === "update" && change.objectId !== undefined)),
  );
  const altered = new Set(altering.map((change) => change.key)).size;
  const detail = massChange(altered, managedUsers, "users") ?? smallMassRemoval(altering, facts);
  return detail === undefined ? undefined : { risk: "mass-change", detail, changes: new Set(altering) };
}

/** Of few people, most lose their roles: an `exact` list that was emptied or cut off has such a plan. */
function smallMassRemoval(
  altering: readonly Change[],
  { desired, managedUsers }: RiskFacts,
): string | undefined {
  const listed = new Set<string>(desired.users.map(({ key }) => `user:${key}`));
  const losing = altering.filter(
    (change) =>
      change.reason === "not-in-manifest" || (change.reason === "demote" && !listed.has(change.key)),
  );
  const lost = new Set(losing.map((change) => change.key)).size;
  if (lost === 0 || desired.manage.users !== "exact" || !desired.managesUsers) return undefined;
  const isEmpty = !desired.users.some(({ admin }) => !admin);
  if (isEmpty)
    return `\`users: exact\` with an empty list takes the roles of ${lost} of ${managedUsers} users`;
  if (lost < 2 || lost * 2 <= managedUsers) return undefined;
  return `${lost} of ${managedUsers} users lose all roles; more than half needs approval`;
}
