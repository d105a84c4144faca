/**
 * One author's reading of the documented API: an answer to each question that the documentation leaves open. The
 * defaults answer as the examples do; every member can be changed alone or together with others.
 */
export interface Reading {
  /** A1: which of the two spellings makes an admin. */
  readonly adminRole: "either" | "user.admin" | "admin.user";
  /** A1: what becomes of a role id that the service does not know (the other spelling is one, unless `either`). */
  readonly unknownRole: "stored" | "refused" | "dropped";
  /** A2: which key carries the PBX of a new customer, and what becomes of the other key. */
  readonly pbxKey: "either" | "object" | "array";
  readonly otherPbxKey: "ignored" | "refused";
  /** A3: which spelling of the trial counts, and what becomes of the other. */
  readonly trial: "either" | "integer" | "string";
  readonly otherTrial: "ignored" | "refused";
  /** A4: what a new PBX connection starts as, and where `enabled` is shown. */
  readonly pbxStarts: "disabled" | "enabled";
  readonly pbxEnabledShown: "never" | "create" | "always";
  /** A4: a new customer is enabled only by a patch. */
  readonly createEnables: boolean;
  /** A5: booleans in patches, and booleans on read. */
  readonly patchBooleans: "either" | "json" | "string";
  readonly readBooleans: "json" | "string";
  /** A6 */
  readonly customerFields: "seven" | "rich";
  readonly pbxFields: "four" | "rich";
  readonly listRoles: boolean;
  /** A7 */
  readonly duplicateStatus: number;
  readonly duplicateBody: "envelope" | "none" | "html" | "problem";
  readonly duplicateScope: "tenant" | "system";
  /** A8 */
  readonly chargesHeader: "optional" | "required";
  /** A9: 0 means never refused; `from` says what counts as a change of another user. */
  readonly noAdminStatus: number;
  readonly adminCounted: "after-request" | "each-op";
  readonly adminNeedsLogin: boolean;
  /** A11 */
  readonly pageCap: number;
  readonly filter: "insensitive" | "sensitive" | "ignored" | "equals";
  readonly order: "creation" | "random" | "newest-first";
  readonly pageCounts: boolean;
  /** A12: every n-th request is refused; 0: none. */
  readonly limitEvery: number;
  readonly retryAfter: "seconds" | "date" | "absent";
  /** A13 */
  readonly deleted: "gone" | "listed" | "listed-404";
  readonly deleteStatus: number;
  /** A14 */
  readonly importDelay: number;
  readonly importCase: "same" | "upper" | "mixed";
  readonly importStrangers: boolean;
  /** A15 and the form of JSON */
  readonly extraFields: boolean;
  readonly keys: "documented" | "pascal";
  readonly unset: "missing" | "null";
  readonly numbers: "json" | "string";
  readonly createReply: "data" | "location" | "id-only" | "relative-location" | "both-200";
  readonly patchReply: "status" | "data" | "empty" | "no-content";
  readonly charset: "utf-8" | "plain" | "problem";
  /** JSON Patch of single fields: as ASP.NET has it, or as RFC 6902 says for a member that does not exist. */
  readonly patchMissing: "set" | "refused";
  readonly duplicateRole: "ignored" | "stored" | "refused";
  readonly supervisors: "refused" | "exchanged" | "stored";
  readonly prerequisites: "checked-at-end" | "checked-each-op" | "unchecked";
  readonly storedEmail: "same" | "lower";
  readonly instanceCheck: "documented" | "404" | "400" | "405" | "no-data";
  readonly nestedPbxName: boolean;
}

export const DOCUMENTED: Reading = {
  adminRole: "either",
  unknownRole: "stored",
  pbxKey: "either",
  otherPbxKey: "ignored",
  trial: "either",
  otherTrial: "ignored",
  pbxStarts: "disabled",
  pbxEnabledShown: "create",
  createEnables: true,
  patchBooleans: "either",
  readBooleans: "json",
  customerFields: "seven",
  pbxFields: "four",
  listRoles: false,
  duplicateStatus: 400,
  duplicateBody: "envelope",
  duplicateScope: "tenant",
  chargesHeader: "optional",
  noAdminStatus: 403,
  adminCounted: "after-request",
  adminNeedsLogin: true,
  pageCap: 1000,
  filter: "insensitive",
  order: "creation",
  pageCounts: true,
  limitEvery: 0,
  retryAfter: "seconds",
  deleted: "gone",
  deleteStatus: 200,
  importDelay: 0,
  importCase: "same",
  importStrangers: true,
  extraFields: false,
  keys: "documented",
  unset: "missing",
  numbers: "json",
  createReply: "data",
  patchReply: "status",
  charset: "utf-8",
  patchMissing: "set",
  duplicateRole: "ignored",
  supervisors: "refused",
  prerequisites: "checked-at-end",
  storedEmail: "same",
  instanceCheck: "documented",
  nestedPbxName: true,
};

/** What other authors might have chosen, question by question: each is tried alone and together with others. */
export const OTHERS: { readonly [Key in keyof Reading]: readonly Reading[Key][] } = {
  adminRole: ["user.admin", "admin.user"],
  unknownRole: ["refused", "dropped"],
  pbxKey: ["object", "array"],
  otherPbxKey: ["refused"],
  trial: ["integer", "string"],
  otherTrial: ["refused"],
  pbxStarts: ["enabled"],
  pbxEnabledShown: ["never", "always"],
  createEnables: [false],
  patchBooleans: ["json", "string"],
  readBooleans: ["string"],
  customerFields: ["rich"],
  pbxFields: ["rich"],
  listRoles: [true],
  duplicateStatus: [403, 405, 409, 410, 412, 422, 500, 503],
  duplicateBody: ["none", "html", "problem"],
  duplicateScope: ["system"],
  chargesHeader: ["required"],
  noAdminStatus: [0, 400, 409, 422, 500],
  adminCounted: ["each-op"],
  adminNeedsLogin: [false],
  pageCap: [2, 50],
  filter: ["sensitive", "ignored", "equals"],
  order: ["random", "newest-first"],
  pageCounts: [false],
  limitEvery: [19, 23],
  retryAfter: ["date", "absent"],
  deleted: ["listed", "listed-404"],
  deleteStatus: [202, 204],
  importDelay: [700],
  importCase: ["upper", "mixed"],
  importStrangers: [false],
  extraFields: [true],
  keys: ["pascal"],
  unset: ["null"],
  numbers: ["string"],
  createReply: ["location", "id-only", "relative-location", "both-200"],
  patchReply: ["data", "empty", "no-content"],
  charset: ["plain", "problem"],
  patchMissing: ["refused"],
  duplicateRole: ["stored", "refused"],
  supervisors: ["exchanged", "stored"],
  prerequisites: ["checked-each-op", "unchecked"],
  storedEmail: ["lower"],
  instanceCheck: ["404", "400", "405", "no-data"],
  nestedPbxName: [false],
};
