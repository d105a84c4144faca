import { isJsonObject } from "../../model/json.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { EmulatorSeed } from "./seed.ts";
import type { EmulatorState } from "./state.ts";

type Check = (value: unknown, at: string) => readonly string[];

/** A seed or a snapshot that was read from `file`; a ProblemsError names everything that is wrong with it. */
export function readSeed(value: unknown, file: string): EmulatorSeed | EmulatorState {
  if (isSeed(value)) return value;
  const diagnostics = seedFaults(value).map((fault) => ({
    code: "emulator-seed",
    severity: "error" as const,
    summary: `${file}: ${fault}`,
    hint: "allowed keys: accounts, customers, directories, foreignInstances, extraRoles, clients; all are optional",
  }));
  throw new DiagnosticsError(diagnostics);
}

/** What is wrong with a seed or a snapshot that was read from a file; empty when it can be used. */
function seedFaults(value: unknown): readonly string[] {
  return isJsonObject(value) && "version" in value ? STATE(value, "state") : SEED(value, "seed");
}

/** Whether `seedFaults` finds nothing. */
function isSeed(value: unknown): value is EmulatorSeed | EmulatorState {
  return seedFaults(value).length === 0;
}

const is =
  (ok: (value: unknown) => boolean, what: string): Check =>
  (value, at) =>
    ok(value) ? [] : [`${at} must be ${what}`];

const text = is((value) => typeof value === "string", "a string");
const flag = is((value) => typeof value === "boolean", "a boolean");
const number = is((value) => typeof value === "number", "a number");
const record = is(isJsonObject, "an object");

const items =
  (of: Check): Check =>
  (value, at) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => of(item, `${at}[${index}]`))
      : [`${at} must be a list`];

/** Keys with a question mark may be left out; others must be there; unknown ones are a mistake. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (!isJsonObject(value)) return [`${at} must be an object`];
    const missing = Object.keys(members).filter((key) => !key.endsWith("?") && value[key] === undefined);
    const wrong = Object.entries(value).flatMap(([key, item]) => {
      const check = members[key] ?? members[`${key}?`];
      return check ? check(item, `${at}.${key}`) : [`${at}.${key} is unknown`];
    });
    return [...missing.map((key) => `${at}.${key} is missing`), ...wrong];
  };

const DIRECTORY = object({
  instanceId: text,
  users: items(object({ name: text, "email?": text, "acd?": flag })),
});
const FOREIGN = object({ instanceId: text, id: text, tenantId: text });
const USER = object({
  "id?": text,
  displayName: text,
  "email?": text,
  "roles?": items(text),
  "primaryTenant?": text,
  "isParent?": flag,
  "imported?": flag,
  "acd?": flag,
});
const CUSTOMER = object({
  "id?": text,
  "parentTenantId?": text,
  "createdAt?": number,
  "deletedAt?": number,
  fields: record,
  "users?": items(USER),
  "pbxs?": items(object({ "id?": text, "wireType?": text, fields: record })),
});
const SEED = object({
  "accounts?": items(text),
  "customers?": items(CUSTOMER),
  "directories?": items(DIRECTORY),
  "foreignInstances?": items(FOREIGN),
  "extraRoles?": items(text),
  "clients?": items(object({ id: text, secret: text })),
});

/** A snapshot is our own file: only its outline is checked. */
const STATE = object({
  version: is((value) => value === 1, "1"),
  accounts: items(text),
  appId: text,
  customers: record,
  directories: items(DIRECTORY),
  foreignInstances: items(FOREIGN),
  pendingImports: items(record),
  extraRoles: items(text),
  charges: items(record),
  mails: items(record),
  oauth: object({ clients: items(record), codes: record, refreshTokens: record, accessTokens: record }),
});
