import { expect, test } from "vitest";
import type { DesiredFields } from "../../../src/model/customer/fields.ts";
import { isSecret, toJson } from "../../../src/model/customer/value.ts";
import { load } from "./memory-files.ts";

const shown = (fields: DesiredFields | undefined): Record<string, unknown> =>
  Object.fromEntries(
    [...(fields ?? [])].map(([name, { value: desiredValue }]) => [
      name,
      isSecret(desiredValue) ? `<${desiredValue.secret}>` : toJson(desiredValue),
    ]),
  );

const text = `apiVersion: dimctl/v1
kind: Customer
reference: A-1
name: One
description: null
features: { agent: 3 }
pbxs:
  - type: 3cx
    name: P
    licenseKey: L-1
    settings: { host: https://x.example, ports: [1, 2], password: { secret: A_1_PW } }
admins:
  - { email: Ana@One.example, roles: [user.admin, customer.user, customer.user.supervisorl1] }
users:
  - { email: b@one.example, displayName: B, roles: null, previously: OLD@one.example }
  - { email: c@one.example, roles: [customer.user, customer.user.pbx], imported: true }
  - { email: d@one.example, state: absent }
approve:
  - { risk: delete-user, until: 2026-12-24, window: "22:00-06:00", reason: gone }
`;

test("a manifest becomes the desired state that is compared with live", async () => {
  const { customers, locate, diagnostics } = await load({
    "customers/_defaults.yaml": "timezone: Europe/Zurich\nfeatures: { device: 1, agent: 9 }\n",
    "customers/a.yaml": text,
  });
  expect(diagnostics.map(({ code }) => code)).toEqual(["pbx-role"]);
  const customer = customers[0];
  expect(shown(customer?.fields)).toEqual({
    name: "One",
    description: null,
    timezone: "Europe/Zurich",
    "features.agent": 3,
    "features.device": 1,
  });
  const [pbx] = customer?.pbxs ?? [];
  expect(pbx).toMatchObject({ wireType: "ThreeCxConnectionProfile", instanceId: "L-1", state: "present" });
  expect(shown(pbx?.fields)).toEqual({
    name: "P",
    licenseKey: "L-1",
    host: "https://x.example",
    ports: [1, 2],
    password: "<A_1_PW>",
  });
  expect(
    customer?.users.map(({ fields, origin, ...user }) => ({
      ...user,
      ...shown(fields),
      line: origin.path.join(" "),
    })),
  ).toEqual([
    {
      key: "ana@one.example",
      email: "Ana@One.example",
      admin: true,
      state: "present",
      roles: ["customer.user.supervisorl1"],
      login: true,
      imported: false,
      line: "admins 0",
    },
    {
      key: "b@one.example",
      email: "b@one.example",
      admin: false,
      state: "present",
      displayName: "B",
      roles: [],
      imported: false,
      previously: "old@one.example",
      line: "users 0",
    },
    {
      key: "c@one.example",
      email: "c@one.example",
      admin: false,
      state: "present",
      roles: [],
      login: true,
      imported: true,
      line: "users 1",
    },
    {
      key: "d@one.example",
      email: "d@one.example",
      admin: false,
      state: "absent",
      imported: false,
      line: "users 2",
    },
  ]);
  expect(customer).toMatchObject({
    managesUsers: true,
    manage: { admins: "additive", users: "additive", roles: "exact" },
    approvals: [{ risk: "delete-user", until: "2026-12-24", window: "22:00-06:00", reason: "gone" }],
  });
  const origins = ["timezone", "features.agent", "features.device", "name"].map((name) => {
    const origin = customer?.fields.get(name)?.origin;
    return origin === undefined ? undefined : locate(origin);
  });
  expect(origins).toEqual([
    { file: "customers/_defaults.yaml", line: 1, column: 1 },
    { file: "customers/a.yaml", line: 6, column: 13 },
    { file: "customers/_defaults.yaml", line: 2, column: 13 },
    { file: "customers/a.yaml", line: 4, column: 1 },
  ]);
});

test("absent keys are unmanaged, empty ones clear the value", async () => {
  const head =
    "apiVersion: dimctl/v1\nkind: Customer\nname: X\nadmins: [{ email: a@x.example, roles: [customer.user.supervisorl1] }]\n";
  const { customers } = await load({
    "customers/a.yaml": `${head}reference: A\n`,
    "customers/b.yaml": `${head}reference: B\nusers: []\npbxs:\n`,
  });
  expect(customers.map(({ managesUsers, pbxs }) => ({ managesUsers, pbxs }))).toEqual([
    { managesUsers: false, pbxs: undefined },
    { managesUsers: true, pbxs: [] },
  ]);
});

test("the text is the same whatever the order of the keys", async () => {
  const one =
    "apiVersion: dimctl/v1\nkind: Customer\nreference: A\nname: X\nadmins: [{ email: a@x.example }]\n";
  const two =
    "name: X\nadmins: [{ email: a@x.example }]\nreference: A\nkind: Customer\napiVersion: dimctl/v1 # v1\n";
  const texts = await Promise.all(
    [one, two].map(async (content) => (await load({ "customers/a.yaml": content })).customers[0]?.text),
  );
  expect(texts[0]).toBe(texts[1]);
});
