import { approvalDates, approvalRisks, approvalWindows } from "./approvals.ts";
import { country, nameNotBlank, referenceNotPadded, timeZone } from "./customer.ts";
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

/** Every rule of one manifest. A new rule is a function in its file and a line here. */
export const RULES: readonly Rule[] = [
  noPlaceholders,
  referenceNotPadded,
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
