import { choice, numberSwitch, type ChoiceSwitch } from "./switch-kinds.ts";

/** Every point that the documentation leaves open, by name: what the service may do, and the emulator's default. */
export const SWITCHES = {
  adminRole: choice(
    "A1",
    ["user.admin", "admin.user", "both"],
    "spelling of the admin role that makes an admin",
  ),
  adminRoleStored: choice(
    "A1",
    ["as-sent", "user.admin", "admin.user"],
    "whether either admin spelling is accepted and stored as this one",
  ),
  unknownRoles: choice("A1", ["refuse", "store"], "how an unknown role id is treated"),
  pbxOnCreate: choice(
    "A2",
    ["both", "object", "array", "none"],
    "key that creates a PBX together with a customer: pbxConnectionProfile, pbxConnectionProfiles, or neither",
  ),
  nestedPbxName: choice(
    "A2",
    ["kept", "customer-name"],
    "name of a PBX created inside Create Customer: its own or the customer's",
  ),
  unknownKeys: choice("A2", ["ignored", "refused"], "how an unknown key in a create body is treated"),
  trialField: choice(
    "A3",
    ["both", "integer", "string"],
    "accepted form of trialDuration; the other one is an unknown key",
  ),
  trials: choice("A3", ["allowed", "refused"], "whether the reseller can grant trials"),
  pbxEnabledOnCreate: choice("A4", ["false", "true"], "whether a new PBX profile is enabled at creation"),
  patchBooleans: choice("A5", ["both", "json", "string"], "form of booleans accepted in a JSON Patch"),
  readBooleans: choice("A5", ["json", "string"], "form of booleans in responses"),
  customerFields: choice(
    "A6",
    ["seven", "rich-get", "rich"],
    "customer fields in responses: the seven documented ones, all on GET by id, or all everywhere",
  ),
  pbxFields: choice(
    "A6",
    ["four", "four-enabled", "rich"],
    "PBX fields in responses; the API key is never shown",
  ),
  listRoles: choice("A6", ["omitted", "shown"], "whether the user list contains roles"),
  unsetFields: choice("A6", ["omitted", "null"], "form of a field without a value in responses"),
  duplicateUser: choice(
    "A7",
    ["400", "409", "422", "403", "500"],
    "status of a Create User with an existing e-mail",
  ),
  userScope: choice("A7", ["tenant", "system"], "scope in which an e-mail must be unique"),
  duplicateMatch: choice("A7", ["insensitive", "exact"], "how the e-mail of a new user is compared"),
  acceptCharges: choice(
    "A8",
    ["ignored", "required", "required-when-chargeable"],
    "when a POST or PATCH without accept-charges: true gets status 402",
  ),
  noAdmin: choice(
    "A9",
    ["400", "403", "409", "422"],
    "status of a request refused because no admin exists yet",
  ),
  adminPromotion: choice(
    "A9",
    ["one-request", "stepwise"],
    "whether the first admin must get both permissions in one request, or one by one",
  ),
  refreshTokens: choice(
    "A10",
    ["rotating", "reusable"],
    "whether a refresh token can be used more than once",
  ),
  refreshReuse: choice(
    "A10",
    ["drop-family", "refuse"],
    "what reuse of a refresh token does to the tokens issued from it",
  ),
  accessTokenSeconds: numberSwitch("A10", 3600, "lifetime of an access token", 1),
  refreshTokenSeconds: numberSwitch("A10", 2_592_000, "lifetime of a refresh token", 1),
  codeSeconds: numberSwitch("A10", 300, "lifetime of an authorization code", 1),
  tokens: choice(
    "A10",
    ["any", "issued"],
    "which bearer tokens are valid: any, or those issued by the emulator",
  ),
  filterCase: choice(
    "A11",
    ["insensitive", "sensitive", "ignored"],
    "how `filter` compares; ignored: no filtering",
  ),
  maxPageSize: numberSwitch("A11", 1000, "maximum page size of the customer list", 1),
  defaultPageSize: numberSwitch("A11", 100, "page size of the customer list without pageSize", 1),
  pageSizeAboveMax: choice("A11", ["clamp", "refuse"], "how a pageSize above the maximum is treated"),
  listOrder: choice("A11", ["created", "newest", "name"], "order of the customer list"),
  rateLimit: numberSwitch("A12", 0, "requests per second before 429; 0: no limit"),
  retryAfter: choice("A12", ["seconds", "date", "absent"], "form of Retry-After on a 429"),
  retryAfterSeconds: numberSwitch("A12", 1, "delay requested by a 429", 1),
  deletedCustomers: choice(
    "A13",
    ["gone", "listed", "listed-404"],
    "a deleted customer: gone, still listed and readable, or listed but 404 by id",
  ),
  deletedPbxUser: choice(
    "A13",
    ["gone", "reimported"],
    "whether a deleted user who is on the PBX comes back with the next import",
  ),
  importEmails: choice("A14", ["as-on-pbx", "lower", "upper"], "case of imported e-mails"),
  importWithoutEmail: choice(
    "A14",
    ["omitted", "empty", "null", "skipped"],
    "a PBX user without e-mail: form of the field, or not imported at all",
  ),
  importSameEmail: choice(
    "A14",
    ["all", "first"],
    "PBX users with the same e-mail: import all, or only the first",
  ),
  importExisting: choice(
    "A14",
    ["link", "duplicate"],
    "a PBX user with the e-mail of an existing user: the same user, or a second one",
  ),
  importStarts: choice("C4", ["on-create", "on-enable"], "what starts the import of a PBX's users"),
  importDelayMs: numberSwitch("N8", 300, "time from the start of an import to its first user"),
  importSpreadMs: numberSwitch("N8", 0, "time between two users of an import"),
  extraFields: choice("A15", ["off", "on"], "whether responses contain undocumented fields"),
  duplicateReference: choice("N10", ["accepted", "400", "409"], "a second customer with the same reference"),
  duplicatePbx: choice("N10", ["accepted", "400", "409"], "a second profile of the same PBX instance"),
  supervisorLevels: choice("N4", ["refused", "replaced"], "a second supervisor level for one user"),
  rolePrerequisites: choice("N4", ["enforced", "ignored"], "a role without its prerequisite role"),
  pbxRoleByApi: choice(
    "N4",
    ["refused", "ignored", "granted"],
    "a request for customer.user.pbx for a user who is not on the PBX",
  ),
  instanceCheck: choice("6", ["on", "404"], "whether the service has the PBX instance check"),
  listLagMs: numberSwitch(
    "N14",
    0,
    "delay before a created object appears in lists; GET by id shows it at once",
  ),
  timezoneStored: choice("N4", ["as-sent", "canonical"], "whether a time zone is stored under another name"),
  latencyMs: numberSwitch("9", 0, "latency of every request"),
} as const;

type Table = typeof SWITCHES;
/** The name of a switch, as `--switch` takes it. */
export type SwitchName = keyof Table;

/** The value of every switch. */
export type Switches = {
  readonly [Name in SwitchName]: Table[Name] extends ChoiceSwitch<infer Value> ? Value : number;
};

/** The emulator as it is when nothing is said: the documented examples to the letter. */
export const DEFAULT_SWITCHES: Switches = {
  ...readDefaults(SWITCHES),
};

function readDefaults<Facts extends Record<string, { readonly default: unknown }>>(
  facts: Facts,
): { readonly [Name in keyof Facts]: Facts[Name]["default"] };
function readDefaults(facts: Record<string, { readonly default: unknown }>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.default]));
}
