import type { Change, Reason, UserChange, Wave } from "../../model/plan/change.ts";
import type { RoleId } from "../../model/ids.ts";
import type { NotCompared } from "../../model/plan/plan.ts";
import type { RiskName } from "../../model/plan/risk.ts";
import { roleCatalogue } from "../../model/customer/roles.ts";

/** What a wave does, as its heading says it (ARCHITECTURE.md, Waves). */
export const WAVES: Readonly<Record<Wave, string>> = {
  1: "the customer",
  2: "PBX connections",
  3: "admins (later waves wait until one is confirmed)",
  4: "users and their roles",
  5: "role removals and user deletions",
  6: "PBX removals; customer disabled or deleted",
};

/** Why a change is planned: completes "because …". */
export const REASONS: Readonly<Record<Reason, string>> = {
  "not-in-dimensions": "will be created (not found in Dimensions)",
  "field-differs": "differs from live",
  "written-value-differs": "differs from the value last applied",
  "not-confirmed": "an earlier write was not confirmed",
  reassert: "written again because of --reassert",
  renamed: "renamed in the manifest",
  promote: "listed under admins in the manifest",
  grant: "roles added in the manifest",
  exchange: "roles changed in the manifest",
  revoke: "live roles not listed in the manifest",
  demote: "live admin, not listed under admins",
  "not-in-manifest": "not listed in the manifest",
  "declared-absent": "state: absent in the manifest",
  disable: "enabled: false in the manifest",
};

/** The danger of a change in two or three words. */
export const RISK_WORDS: Readonly<Record<RiskName, string>> = {
  "recreate-customer": "creates the customer again",
  "delete-customer": "deletes the customer",
  "disable-customer": "disables the customer",
  "delete-user": "deletes a user",
  "delete-pbx": "deletes a PBX",
  "restart-pbx": "restarts the PBX collector",
  "new-admin": "new admin",
  "demote-admin": "removes an admin",
  charge: "billable",
  "send-email": "sends e-mail",
  "start-trial": "starts a trial",
  "mass-change": "mass change",
  "possible-rename": "possibly renamed",
  "attached-elsewhere": "PBX attached to another customer",
  "large-charge": "large increase of licences",
  "new-admin-domain": "admin with a new mail domain",
  "last-admin": "last admin",
};

/** Why a declared field could not be compared; followed by the fields. */
export const NOT_COMPARED: Readonly<Record<NotCompared["why"], string>> = {
  "not-shown": "not shown by Dimensions",
  "secret-missing": "secret not available in this run",
  "secret-not-shown": "secret, not shown by Dimensions",
};

interface Verb {
  readonly plan: string;
  readonly doing: string;
  readonly done: string;
}

const verb = (plan: string, doing: string, done: string): Verb => ({ plan, doing, done });

const ACTIONS: Readonly<Record<Change["action"], Verb>> = {
  create: verb("create", "creating", "created"),
  update: verb("update", "updating", "updated"),
  delete: verb("delete", "deleting", "deleted"),
};

/** An update is called by what it is for. */
const UPDATES: Readonly<Partial<Record<Reason, Verb>>> = {
  renamed: verb("rename", "renaming", "renamed"),
  promote: verb("promote", "promoting", "promoted"),
  grant: verb("grant roles to", "granting roles to", "granted roles to"),
  exchange: verb("change roles of", "changing roles of", "changed roles of"),
  revoke: verb("revoke roles of", "revoking roles of", "revoked roles of"),
  demote: verb("demote", "demoting", "demoted"),
  "not-in-manifest": verb("revoke roles of", "revoking roles of", "revoked roles of"),
  disable: verb("disable", "disabling", "disabled"),
};

/** What is done to the object: a verb in plans, a participle in outcomes. */
export function formatVerb(change: Change): Verb {
  return (change.action === "update" ? UPDATES[change.reason] : undefined) ?? ACTIONS[change.action];
}

/** The object as a person calls it: `user ana@acme.example`, `PBX Acme Kazoo`, `customer Acme Dental`. */
export function formatObject(change: Change, customer: string): string {
  switch (change.kind) {
    case "customer":
      return `customer ${customer}`;
    case "pbx":
      return `PBX ${change.name}`;
    case "user":
      return `${isAdmin(change) ? "admin" : "user"} ${change.email}`;
  }
}

/** The portal's name of a role; undefined for roles that only the configuration knows. */
export function roleLabel(role: RoleId): string | undefined {
  return CATALOGUE.get(role)?.label;
}

/** `1 change`, `2 changes`. */
export function formatCount(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** `, 2 blocked`, to be put behind other counts; empty when nothing is. */
export function formatBlockedCount(blocked: number): string {
  return blocked === 0 ? "" : `, ${blocked} blocked`;
}

/** The first ten of a list and how many more there are: `A, B and 190 more`. */
export function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}

const CATALOGUE = roleCatalogue();

/** Whether the person is an admin before the change, or is created as one. */
function isAdmin(change: UserChange): boolean {
  if (change.reason === "demote") return true;
  return change.action !== "delete" && change.reason !== "promote" && change.wave === 3 && change.admin;
}
