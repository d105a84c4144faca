import { describe, expect, test } from "vitest";
import { lines, load } from "../memory-files.ts";
import { admins, kazoo } from "./manifest-text.ts";

const head = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme Dental
`;

/** The problems of one manifest whose lines 1 to 4 are `head`. */
const problemsOf = async (body: string, shared: readonly string[] = []): Promise<readonly string[]> =>
  lines(await load({ "customers/acme.yaml": head + body }, shared));

const cases: readonly [title: string, body: string, problems: readonly string[]][] = [
  ["a good manifest", admins, []],
  [
    "an unknown key",
    `${admins}enabeld: true\n`,
    ["6:1 unknown-key: unknown key `enabeld` | did you mean `enabled`?"],
  ],
  [
    "a placeholder of a shell, in the middle of a text",
    `${admins}description: "Acme \${CITY} branch"\n`,
    [
      '6:14 unknown-placeholder: unknown placeholder "${CITY}" | dimctl does not expand placeholders: write the value, or `{ secret: NAME }` for a secret',
    ],
  ],
  [
    "a placeholder of a template, in a person and in a setting",
    `${admins}users: [{ email: b@acme.example, displayName: "{{ name }}" }]\n${kazoo('apiKey: { secret: ACME_0042_KEY }, settings: { realm: "${{ vars.REALM }}" }')}`,
    [
      '6:47 unknown-placeholder: unknown placeholder "{{ name }}" | dimctl does not expand placeholders: write the value, or `{ secret: NAME }` for a secret',
      '7:166 unknown-placeholder: unknown placeholder "${{ vars.REALM }}" | dimctl does not expand placeholders: write the value, or `{ secret: NAME }` for a secret',
    ],
  ],
  [
    "one brace, or a dollar alone, is a text like any other",
    `${admins}description: "costs $5 {or so}"\n`,
    [],
  ],
  [
    "an unknown key inside a list",
    `${admins}users: [{ email: b@acme.example, role: [] }]\n`,
    ["6:34 unknown-key: unknown key `role` in users[0] | did you mean `roles`?"],
  ],
  ["no admins", "", ["1:1 missing-key: `admins` is missing | add `admins: …`"]],
  [
    "an empty list of admins",
    "admins: []\n",
    [
      "5:1 no-admin: no admin listed: at least one is required | list the person who manages the customer's users under `admins`",
    ],
  ],
  [
    "a text instead of a truth value",
    `${admins}enabled: yes\n`,
    ["6:10 wrong-type: `enabled` must be a boolean, got a string | write true or false, without quotes"],
  ],
  [
    "a mistyped choice",
    `${admins}manage: { admins: exakt }\n`,
    ['6:19 wrong-value: `admins` cannot be "exakt" | did you mean "exact"?'],
  ],
  [
    "a mistyped role",
    `${admins}users: [{ email: b@acme.example, roles: [customer.user.supervisor1] }]\n`,
    [
      '6:42 unknown-role: unknown role "customer.user.supervisor1" | did you mean "customer.user.supervisorl1"?',
    ],
  ],
  [
    "a role that is no text is one problem",
    `${admins}users: [{ email: b@acme.example, roles: [7] }]\n`,
    ["6:42 wrong-type: `roles[0]` must be a string, got a number | put the value in quotes"],
  ],
  [
    "two supervisor levels",
    `${admins}users: [{ email: b@acme.example, roles: [customer.user.supervisorl1, customer.user.supervisorl2] }]\n`,
    [
      '6:70 two-supervisor-levels: role "customer.user.supervisorl2" is a second supervisor level | keep the highest: it includes the others',
    ],
  ],
  [
    "a missing prerequisite",
    `${admins}users: [{ email: b@acme.example, roles: [customer.user.uc.remote] }]\n`,
    [
      '6:42 missing-prerequisite: role "customer.user.uc.remote" requires role "customer.user.uc" | add "customer.user.uc" to the same list',
    ],
  ],
  [
    "a prerequisite that only the PBX grants is the plan's business",
    `${admins}users: [{ email: b@acme.example, imported: true, roles: [customer.user.acd] }]\n`,
    [],
  ],
  [
    "a read-only role and one of the PBX",
    `${admins}users: [{ email: b@acme.example, roles: [customer.user.microsoftteams, customer.user.pbx] }]\n`,
    [
      '6:42 read-only-role: role "customer.user.microsoftteams" is read-only in Dimensions | remove it: the role is unmanaged (ignored)',
      '6:72 pbx-role (warning): role "customer.user.pbx" is granted by the PBX, not by the manifest | remove it: the PBX grants it automatically',
    ],
  ],
  [
    "an admin by role instead of by list",
    `${admins}users: [{ email: b@acme.example, roles: [admin.user] }]\n`,
    ['6:42 admin-role: role "admin.user" makes a user an admin | move this person to `admins`'],
  ],
  [
    "an admin without a supervisor role",
    "admins: [{ email: ana@acme.example }]\n",
    [
      '5:10 admin-without-supervisor (warning): admin "ana@acme.example" has no supervisor role and sees no workspaces | add a supervisor role to `roles`, e.g. "customer.user.supervisorl1"',
    ],
  ],
  [
    "an imported supervisor without portal login",
    `${admins}users: [{ email: b@acme.example, imported: true, roles: [customer.user.supervisorl1] }]\n`,
    [
      '6:9 supervisor-without-login (warning): supervisor "b@acme.example" has no portal login and cannot see reports | add `login: true`',
    ],
  ],
  [
    "login: false on an admin, and against a role",
    "admins: [{ email: ana@acme.example, login: false, roles: [customer.user.supervisorl1] }]\nusers: [{ email: b@acme.example, login: false, roles: [customer.user] }]\n",
    [
      "5:44 admin-login: an admin always has portal login",
      '6:41 login-contradiction: `login: false` contradicts role "customer.user" | remove one of the two',
    ],
  ],
  [
    "one person twice, in another case",
    `${admins}users: [{ email: ANA@Acme.example }]\n`,
    [
      '6:18 duplicate-email: "ANA@Acme.example" is duplicated | first at admins[0]: keep one entry with all roles',
    ],
  ],
  [
    "no e-mail address",
    `${admins}users: [{ email: "ana at acme" }]\n`,
    ['6:18 bad-email: "ana at acme" is not a valid e-mail address'],
  ],
  [
    "previously: own, declared",
    `${admins}users: [{ email: b@acme.example, previously: B@acme.example }, { email: c@acme.example, previously: ana@acme.example }]\n`,
    [
      '6:46 previously-same: "B@acme.example" is already this person\'s address',
      '6:101 previously-declared: "ana@acme.example" is another person in this manifest',
    ],
  ],
  [
    "a time zone and a country",
    `${admins}timezone: america/phoenix\ncountryCode: uk\n`,
    [
      '6:11 unknown-time-zone: "america/phoenix" is not an IANA time zone | did you mean "America/Phoenix"?',
      '7:14 unknown-country: "uk" is not an ISO 3166 country code | did you mean "GB"?',
    ],
  ],
  [
    "too long, out of range",
    `${admins}description: ${"x".repeat(201)}\ntrialDuration: -1\n`,
    [
      "6:14 too-long: `description` must not be longer than 200 characters",
      "7:16 out-of-range: `trialDuration` must be >= 0",
    ],
  ],
  [
    "two PBXs of one name, one of them without what a creation needs",
    `${admins}pbxs: [{ type: 3cx, name: K, licenseKey: L-1 }, { type: kazoo, name: K }]\n`,
    [
      '6:49 pbx-incomplete (warning): PBX "K" has no `hostRest`, `hostWebsocket`, `accountId`, `apiKey` | required to create it; not needed if it already exists',
      '6:70 duplicate-pbx: PBX name "K" is duplicated',
    ],
  ],
  [
    "wireType goes with other",
    `${admins}pbxs: [{ type: other, name: A }, { type: 3cx, name: B, licenseKey: L-1, wireType: X }]\n`,
    [
      "6:16 missing-wire-type: `type: other` requires `wireType` | add `wireType: …`: the `_type` of the connection in Dimensions",
      '6:83 wire-type: `wireType` is only allowed with `type: other`, not with "3cx"',
    ],
  ],
  [
    "addresses",
    `${admins}pbxs: [{ type: kazoo, name: K, accountId: a1, apiKey: { secret: ACME_0042_K }, hostRest: "http://k.example", hostWebsocket: "https://k.example" }]\n`,
    [
      '6:90 plain-address (warning): "http://k.example" is not encrypted | use the form `https://host:port/path`',
      '6:125 bad-address: "https://k.example" is not a valid wss:// URL | use the form `wss://host:port/path`',
    ],
  ],
  [
    "a setting with a key of its own",
    `${admins}pbxs: [{ type: other, wireType: X, name: A, settings: { username: me } }]\n`,
    ["6:57 setting-clash: `username` is a field of its own, not a setting"],
  ],
  [
    "somebody else's secret",
    `${admins}${kazoo("apiKey: { secret: NORTH_0007_KEY }")}`,
    [
      "6:130 foreign-secret: secret `NORTH_0007_KEY` does not belong to this customer | start the name with `ACME_0042_`, or list it under `sharedSecrets` in dimctl.yaml",
    ],
  ],
  [
    "approvals",
    `${admins}approve:\n  - { risk: last-admin, until: 2026-12-24, reason: x }\n  - { risk: restart, until: 2026-02-30, window: "25:00-26:00", reason: " " }\n`,
    [
      "7:13 last-admin: removing the last admin cannot be approved | add another admin first",
      '8:13 unknown-risk: unknown risk "restart" | allowed values: delete-customer, disable-customer, delete-user, delete-pbx, restart-pbx, new-admin, demote-admin, charge, send-email, start-trial, mass-change',
      '8:29 bad-date: "2026-02-30" is not a valid date | use YYYY-MM-DD, e.g. 2026-12-24',
      '8:49 bad-window: "25:00-26:00" is not a valid time window | use HH:MM-HH:MM, e.g. "22:00-06:00"',
      "8:72 no-reason: an approval must have a reason | state why, e.g. a ticket number",
    ],
  ],
  [
    "errors of the schema and of the rules at once",
    `${admins}enabeld: true\ntimezone: Mars/Base\n`,
    [
      "6:1 unknown-key: unknown key `enabeld` | did you mean `enabled`?",
      '7:11 unknown-time-zone: "Mars/Base" is not an IANA time zone | use a name such as "America/Phoenix"',
    ],
  ],
];

describe("what a manifest cannot say", () => {
  test.each(cases)("%s", async (_, body, diagnostics) => {
    expect(await problemsOf(body)).toEqual(diagnostics);
  });

  test("a shared secret may be named by every manifest", async () => {
    const body = `${admins}${kazoo("apiKey: { secret: RESELLER_KEY }")}`;
    expect(await problemsOf(body, ["RESELLER_KEY"])).toEqual([]);
  });

  test("a customer that is to go needs its reference only", async () => {
    const loaded = await load({
      "customers/a.yaml": "apiVersion: dimctl/v1\nkind: Customer\nreference: A-1\nstate: absent\n",
    });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.customers[0]).toMatchObject({ reference: "A-1", state: "absent", users: [] });
  });
});

describe("a literal where a secret belongs is never shown", () => {
  const literal = "sk-live-51Hq";
  test.each([
    ["in apiKey", kazoo(`apiKey: ${literal}`), "literal-secret"],
    ["in a mistyped key", kazoo(`apikey: ${literal}`), "unknown-key"],
    ["as the name of a secret", kazoo(`apiKey: { secret: ${literal} }`), "bad-secret-name"],
    ["beside another fault of the line", kazoo(`apiKey: ${literal}, nmae: x`), "unknown-key"],
    [
      "in a setting",
      `pbxs: [{ type: other, wireType: X, name: A, settings: { password: ${literal} } }]\n`,
      "looks-secret",
    ],
  ])("%s", async (_, body, code) => {
    const { diagnostics } = await load({ "customers/acme.yaml": head + admins + body });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(JSON.stringify(diagnostics)).not.toContain(literal);
  });
});
