import { describe, expect, test } from "vitest";
import { admins, problemsOf } from "./manifest-text.ts";

const cases: readonly [title: string, body: string, problems: readonly string[]][] = [
  ["no admins", "", ["1:1 missing-key: `admins` is missing | add `admins: …`"]],
  [
    "an empty list of admins",
    "admins: []\n",
    [
      "5:1 no-admin: no admin listed: at least one is required | list the person who manages the customer's users under `admins`",
    ],
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
];

describe("what a manifest cannot say of people", () => {
  test.each(cases)("%s", async (_, body, diagnostics) => {
    expect(await problemsOf(body)).toEqual(diagnostics);
  });
});
