import type { Admin, CustomerManifest, PBXConnection, User } from "#schemas/customer";
import type { DottedKey, KeyFact } from "./field-fact.ts";

/**
 * One table for each kind: everything that is known of a manifest key is here and nowhere else. A key of the schema
 * without a row does not compile. Rows are in the order in which `import` writes them.
 */

/** CONTRACT.md section 4.1, without the keys that the service generates. */
export const CUSTOMER_KEYS = {
  apiVersion: { structure: "the format of the file" },
  kind: { structure: "what the file declares" },
  reference: { structure: "the join key: Create Customer sends it, live customers are found by it" },
  previouslyReference: { structure: "the reference by which the customer was found before" },
  state: { structure: "whether the customer should exist" },
  name: { path: "/name", type: "string", max: 100, required: true, shown: "always", preset: "" },
  description: { path: "/description", type: "string", max: 200, shown: "always", preset: "" },
  enabled: { path: "/enabled", type: "boolean", shown: "always", preset: false },
  timezone: { path: "/timezone", type: "string", max: 40, format: "time-zone", shown: "rich" },
  countryCode: { path: "/countryCode", type: "string", max: 5, format: "country-code", shown: "rich" },
  "features.agent": { path: "/features/agent", type: "integer", licensed: true, shown: "rich" },
  "features.device": { path: "/features/device", type: "integer", licensed: true, shown: "rich" },
  tenantProfileType: { path: "/tenantProfileType", type: "string", nonEmpty: true, shown: "rich" },
  trialDuration: { path: "/trialDuration", type: "integer", createOnly: true, shown: "rich", preset: 0 },
  syncAcdAgentWithPbx: { path: "/syncAcdAgentWithPbx", type: "boolean", shown: "rich", preset: false },
  sendNewUserEmail: { path: "/sendNewUserEmail", type: "boolean", shown: "rich", preset: true },
  sendConnectWelcomeEmail: { path: "/sendConnectWelcomeEmail", type: "boolean", shown: "rich", preset: true },
  pbxs: { structure: "PBX_KEYS describes an item" },
  admins: { structure: "USER_KEYS describes an item" },
  users: { structure: "USER_KEYS describes an item" },
  "manage.admins": { structure: "the treatment of unlisted admins" },
  "manage.users": { structure: "the treatment of unlisted users" },
  "manage.roles": { structure: "the treatment of unlisted roles" },
  approve: { structure: "the approvals of risks" },
} as const satisfies Record<DottedKey<CustomerManifest>, KeyFact>;

/** CONTRACT.md section 6. */
export const PBX_KEYS = {
  type: { structure: "with `wireType` the service's `_type`" },
  name: { path: "/name", type: "string", max: 100, required: true, shown: "always" },
  state: { structure: "whether the connection should exist" },
  enabled: { path: "/enabled", type: "boolean", shown: "rich" },
  countryCode: { path: "/countryCode", type: "string", max: 5, format: "country-code", shown: "rich" },
  wireType: { structure: "the service's `_type` where `type` is other" },
  hostRest: {
    path: "/hostRest",
    type: "string",
    nonEmpty: true,
    format: "http-address",
    shown: "rich",
    neededBy: ["kazoo"],
    placeholder: "https://…",
  },
  hostWebsocket: {
    path: "/hostWebsocket",
    type: "string",
    nonEmpty: true,
    format: "websocket-address",
    shown: "rich",
    onlyFor: ["kazoo"],
    neededBy: ["kazoo"],
    placeholder: "wss://…",
  },
  accountId: {
    path: "/accountId",
    type: "string",
    nonEmpty: true,
    shown: "rich",
    onlyFor: ["kazoo"],
    neededBy: ["kazoo"],
    instanceId: true,
    placeholder: "…",
  },
  apiKey: {
    path: "/apiKey",
    type: "string",
    secret: "named",
    shown: "never",
    neededBy: ["kazoo"],
    placeholder: "KAZOO_KEY",
  },
  monitorSubAccounts: { path: "/monitorSubAccounts", type: "boolean", shown: "rich", onlyFor: ["kazoo"] },
  licenseKey: {
    path: "/licenseKey",
    type: "string",
    nonEmpty: true,
    secret: "either",
    shown: "rich",
    onlyFor: ["3cx"],
    neededBy: ["3cx"],
    instanceId: true,
    placeholder: "3CX_LICENSE",
  },
  username: { path: "/username", type: "string", secret: "literal", shown: "rich", onlyFor: ["3cx"] },
  settings: { structure: "each of its keys is a field of its own name" },
} as const satisfies Record<DottedKey<PBXConnection>, KeyFact>;

/** CONTRACT.md section 5.1, for `admins` and `users` alike. */
export const USER_KEYS = {
  email: { path: "/email", type: "string", max: 200, required: true, byKey: true, shown: "always" },
  displayName: { path: "/displayName", type: "string", max: 100, required: true, shown: "always" },
  roles: { structure: "compared as a set; a change has its own place for them" },
  login: { structure: "the role customer.user" },
  imported: { structure: "whether the PBX import creates the person" },
  previously: { structure: "the former address of the person" },
  state: { structure: "whether the person should exist" },
} as const satisfies Record<DottedKey<Admin> | DottedKey<User>, KeyFact>;
