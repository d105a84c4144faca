import { describe, expect, test } from "vitest";
import { ADMIN, service, type Service } from "../service.ts";

const add = (role: string) => ({ op: "add", path: "/roles/-", value: role });
const replace = (...roles: string[]) => ({ op: "replace", path: "/roles", value: roles });

/** A tenant with an admin, and Bob without further roles. */
async function withBob(made: Service): Promise<{ tenant: string; bob: string }> {
  const tenant = await made.customer();
  await made.user(tenant, "ana@acme.example", ADMIN);
  const { json } = await made.user(tenant, "bob@acme.example");
  return { tenant, bob: `/customers/${tenant}/users/${json.data.id}` };
}

describe("guide step 4: nothing before an admin", () => {
  test.each(["400", "403", "409", "422"] as const)(
    "A9 noAdmin=%s is the status of the refusal",
    async (noAdmin) => {
      const made = service({ noAdmin });
      const tenant = await made.customer();
      const refused = await made.user(tenant, "bob@acme.example");
      expect([refused.status, refused.json.error]).toEqual([Number(noAdmin), Number(noAdmin)]);
      expect((await made.user(tenant, "ana@acme.example", ["user.admin"])).status).toBe(201);
      expect((await made.user(tenant, "bob@acme.example")).status).toBe(201);
    },
  );

  test("an imported user becomes the first admin with both permissions in one patch", async () => {
    const seed = {
      customers: [
        {
          id: "11111111-1111-4111-8111-111111111111",
          fields: { name: "A" },
          users: [{ displayName: "Ana", email: "ana@a.example", imported: true }],
        },
      ],
    };
    const half = service({}, seed);
    const tenant = "11111111-1111-4111-8111-111111111111";
    const path = `/customers/${tenant}/users/${await half.userId(tenant, "ana@a.example")}`;
    expect(
      (await half.call("PATCH", path, [{ op: "replace", path: "/displayName", value: "A" }])).status,
    ).toBe(400);
    expect((await half.call("PATCH", path, [add("user.admin")])).status).toBe(400);
    expect((await half.call("PATCH", path, [add("user.admin"), add("customer.user")])).status).toBe(200);
    const steps = service({ adminPromotion: "stepwise" }, seed);
    const same = `/customers/${tenant}/users/${await steps.userId(tenant, "ana@a.example")}`;
    expect((await steps.call("PATCH", same, [add("user.admin")])).status).toBe(200);
  });

  test.each([
    ["user.admin", "user.admin", 201],
    ["user.admin", "admin.user", 400],
    ["admin.user", "admin.user", 201],
    ["both", "admin.user", 201],
  ] as const)("A1 adminRole=%s: a first user with %s meets %i", async (adminRole, role, status) => {
    const made = service({ adminRole });
    expect((await made.user(await made.customer(), "ana@a.example", [role])).status).toBe(status);
  });
});

describe("roles", () => {
  test("every created user is given customer.user and an activation e-mail", async () => {
    const made = service();
    const { tenant } = await withBob(made);
    expect(await made.roles(tenant, "bob@acme.example")).toEqual(["customer.user"]);
    expect(made.emulator.state.mails.map((mail) => [mail.to, mail.kind])).toEqual([
      ["ana@acme.example", "activation"],
      ["bob@acme.example", "activation"],
    ]);
  });

  test.each([
    [
      [add("customer.user.supervisorl1"), add("customer.user.supervisorl3")],
      "Supervisor roles are mutually exclusive.",
    ],
    [[add("customer.user.acd")], "The role 'customer.user.acd' requires the role 'customer.user.pbx'."],
    [
      [add("customer.user.uc.remote")],
      "The role 'customer.user.uc.remote' requires the role 'customer.user.uc'.",
    ],
    [[add("customer.user.microsoftteams")], "The role 'customer.user.microsoftteams' is read only."],
    [[add("customer.user.pbx")], "The role 'customer.user.pbx' is synchronised from the PBX."],
    [[add("customer.usr")], "The role 'customer.usr' is not valid."],
    [
      [{ op: "remove", path: "/roles/4" }],
      "The index value provided by path segment '4' is out of bounds of the array size.",
    ],
    [
      [{ op: "replace", path: "/displayName", value: "x".repeat(101) }],
      "The field displayName must be a string with a maximum length of 100.",
    ],
  ])("%o is refused: %s", async (patch, message) => {
    const made = service();
    const { bob, tenant } = await withBob(made);
    const answer = await made.call("PATCH", bob, patch);
    expect([answer.status, answer.json.message]).toEqual([400, message]);
    expect(await made.roles(tenant, "bob@acme.example")).toEqual(["customer.user"]);
  });

  test("an exchange of supervisor levels in one replace is accepted and charged once", async () => {
    const made = service();
    const { bob, tenant } = await withBob(made);
    await made.call("PATCH", bob, [add("customer.user.supervisorl1")]);
    await made.call("PATCH", bob, [replace("customer.user", "customer.user.supervisorl3")]);
    expect(await made.roles(tenant, "bob@acme.example")).toEqual([
      "customer.user",
      "customer.user.supervisorl3",
    ]);
    expect(made.emulator.state.charges.map((row) => row.item)).toEqual([
      "customer.user.supervisorl1",
      "customer.user.supervisorl3",
    ]);
  });

  test("`-` is the last role for remove, and property names have no case", async () => {
    const made = service();
    const { bob, tenant } = await withBob(made);
    await made.call("PATCH", bob, [
      { op: "add", path: "/ROLES/0", value: "customer.settings" },
      { op: "remove", path: "/roles/-" },
    ]);
    expect(await made.roles(tenant, "bob@acme.example")).toEqual(["customer.settings"]);
  });
});

test.each(["400", "409", "422", "403", "500"] as const)(
  "A7 duplicateUser=%s, without regard to case",
  async (duplicateUser) => {
    const made = service({ duplicateUser });
    const { tenant } = await withBob(made);
    expect((await made.user(tenant, "BOB@acme.example")).status).toBe(Number(duplicateUser));
    expect(Object.keys(made.emulator.state.customers[tenant]?.users ?? {})).toHaveLength(2);
  },
);

test("A7 userScope=system: an e-mail of another tenant is a duplicate too", async () => {
  const made = service({ userScope: "system" });
  await withBob(made);
  const second = await made.customer();
  expect((await made.user(second, "ana@acme.example", ADMIN)).status).toBe(400);
});

test("the user list carries no roles unless listRoles=shown; a user of another tenant is a 404", async () => {
  const made = service();
  const { tenant, bob } = await withBob(made);
  const row = (await made.call("GET", `/customers/${tenant}/users`)).json.data[1];
  expect(row).toEqual({
    id: bob.split("/").at(-1),
    displayName: "bob@acme.example",
    email: "bob@acme.example",
    primaryTenant: tenant,
    isParent: false,
  });
  const other = await made.customer();
  expect((await made.call("GET", `/customers/${other}/users/${row.id}`)).status).toBe(404);
  const shown = service({ listRoles: "shown" });
  const second = await withBob(shown);
  expect((await shown.call("GET", `/customers/${second.tenant}/users`)).json.data[1].roles).toEqual([
    "customer.user",
  ]);
});

test("what changed something is in the log with its effect", async () => {
  const made = service();
  const { bob } = await withBob(made);
  await made.call("GET", bob);
  await made.call("DELETE", bob);
  expect(made.emulator.log.map((row) => [row.method, row.status, row.effect])).toEqual([
    ["POST", 201, "create-customer"],
    ["POST", 201, "create-user"],
    ["POST", 201, "create-user"],
    ["GET", 200, undefined],
    ["DELETE", 200, "delete-user"],
  ]);
});
