import type { CustomerManifest } from "#schemas/customer";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../../model/customer/roles.ts";
import type { Push } from "../manifest-diagnostic.ts";
import { approvalDates, approvalRisks, approvalWindows } from "./approvals.ts";
import { country, identityCharacters, nameNotBlank, referenceNotPadded, timeZone } from "./customer.ts";
import { adminPresent, emailSyntax, oneEntryPerPerson, previousAddress } from "./people.ts";
import { pbxAddresses, pbxFieldsOfType, pbxNames, pbxSettings, wireTypes } from "./pbxs.ts";
import { noPlaceholders } from "./placeholders.ts";
import {
  adminWithoutSupervisor,
  knownRoles,
  loginContradictions,
  ownedRoles,
  prerequisites,
  repeatedRoles,
  supervisorLevels,
  supervisorLogin,
} from "./roles.ts";
import type { Rule } from "./rule.ts";
import { secretNames } from "./secrets.ts";

/** Checks one manifest that fits the schema, merged over the defaults. */
export type CheckRules = (manifest: CustomerManifest, push: Push) => void;

/** All rules, with what they need to know beside the manifest. */
export function rulesWith(
  catalogue: RoleCatalogue,
  dialect: AdminDialect,
  sharedSecrets: readonly string[],
  today: string,
): CheckRules {
  return (manifest, push) => {
    // A customer that is to go needs its reference and nothing else.
    if (manifest.state === "absent") return;
    for (const rule of RULES) rule({ manifest, push, catalogue, dialect, sharedSecrets, today });
  };
}

/** Every rule of one manifest. A new rule is a function in its file and a line here. */
const RULES: readonly Rule[] = [
  noPlaceholders,
  referenceNotPadded,
  identityCharacters,
  nameNotBlank,
  timeZone,
  country,
  adminPresent,
  emailSyntax,
  oneEntryPerPerson,
  previousAddress,
  knownRoles,
  repeatedRoles,
  ownedRoles,
  prerequisites,
  supervisorLevels,
  adminWithoutSupervisor,
  supervisorLogin,
  loginContradictions,
  pbxNames,
  wireTypes,
  pbxFieldsOfType,
  pbxAddresses,
  pbxSettings,
  secretNames,
  approvalRisks,
  approvalDates,
  approvalWindows,
];
