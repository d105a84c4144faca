import { describe, expect, test } from "vitest";
import { load } from "../memory-files.ts";
import { admins, kazoo, problemsOf } from "./manifest-text.ts";

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
    "approvals",
    `${admins}approve:\n  - { risk: last-admin, until: 2026-12-24, reason: x }\n  - { risk: restart, until: 2026-02-30, window: "25:00-26:00", reason: " " }\n`,
    [
      "7:13 last-admin: removing the last admin cannot be approved | add another admin first",
      '8:13 unknown-risk: unknown risk "restart" | allowed values: recreate-customer, delete-customer, disable-customer, delete-user, delete-pbx, restart-pbx, new-admin, demote-admin, charge, send-email, start-trial, mass-change, possible-rename, attached-elsewhere, large-charge, new-admin-domain',
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

  test("a customer that is to go needs its reference only", async () => {
    const loaded = await load({
      "customers/a.yaml": "apiVersion: dimctl/v1\nkind: Customer\nreference: A-1\nstate: absent\n",
    });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.customers[0]).toMatchObject({ reference: "A-1", state: "absent", users: [] });
  });
});
