import type { AttachedInstance, ObservedCustomer } from "../../model/customer/observed.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { RiskFacts } from "./risk-facts.ts";
import type { UnassessedChange } from "../diff.ts";

/** A create beside a live customer that may be the same one: a second tenant would be billed. */
export function mayBeRenamed(change: UnassessedChange, { observed }: RiskFacts): string | undefined {
  if (change.kind !== "customer" || change.action !== "create" || observed.state !== "absent")
    return undefined;
  const [found] = observed.similar ?? [];
  if (found === undefined) return undefined;
  const what = found.by === "name" ? "has this name" : "has almost the same reference";
  return `live customer ${found.reference} ${what} and no manifest; did you mean to rename it? Add \`previouslyReference: ${JSON.stringify(found.reference)}\``;
}

/** A PBX that another customer has: the import of one PBX fills one customer. It may travel in the create of the customer. */
export function takesAttachedPbx(
  change: UnassessedChange,
  { desired, observed }: RiskFacts,
): string | undefined {
  if (change.action !== "create" || change.kind === "user") return undefined;
  const ids =
    change.kind === "customer"
      ? (desired.pbxs ?? []).filter(({ state }) => state === "present").map(({ instanceId }) => instanceId)
      : [change.instanceId];
  const attached = attachedElsewhere(desired, observed).find(({ instanceId }) => ids.includes(instanceId));
  return attached && describeAttached(attached, desired);
}

/** Without those of a tenant that is not listed yet: an earlier run has created it, and lists lag. */
function attachedElsewhere(
  desired: DesiredCustomer,
  observed: ObservedCustomer,
): readonly AttachedInstance[] {
  if (observed.state === "absent") {
    return observed.instances.filter(({ reference }) => reference !== desired.reference);
  }
  if (observed.state !== "present") return [];
  return observed.instances.filter(({ tenantId }) => tenantId !== observed.tenantId);
}

/** An admin whose mail domain nobody else of the customer has: a typo there gives a stranger the customer's users. */
export function bringsMailDomain(
  change: UnassessedChange,
  { desired, observed, context }: RiskFacts,
): string | undefined {
  if (change.kind !== "user" || change.action === "delete") return undefined;
  if (!change.roles.add.some((role) => context.dialect.isManage(role))) return undefined;
  const own = change.email.toLowerCase();
  const live = observed.state === "present" ? observed.users.map(({ key }) => key) : [];
  const others = [...desired.users.map(({ key }) => key), ...live].flatMap((key) =>
    key === undefined || key === own ? [] : [domainOf(key)],
  );
  const domain = domainOf(own);
  if (others.length === 0 || others.some((other) => isSameOrganisation(domain, other))) return undefined;
  return `nobody else of the customer has an address in ${domain}`;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** One is the other, or below it. */
function isSameOrganisation(left: string, right: string): boolean {
  return left === right || left.endsWith(`.${right}`) || right.endsWith(`.${left}`);
}

/** `PBX Acme Kazoo is already attached to ACME-0041`. */
function describeAttached(attached: AttachedInstance, desired: DesiredCustomer): string {
  const pbx = desired.pbxs?.find(({ instanceId }) => instanceId === attached.instanceId);
  const owner = attached.reference ?? attached.tenantId ?? "another customer";
  return `PBX ${pbx?.name ?? attached.instanceId} is already attached to ${owner}`;
}
