import { describe, expect, test } from "vitest";
import { FORMATS } from "../../../../src/report/reporters.ts";
import { openStage, type Stage } from "../stage.ts";

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-1
name: Acme Dental
enabled: false
admins:
  - email: Ana.Souza@ACME.example
    displayName: Ana Souza
approve:
  - { risk: disable-customer, until: 2026-12-24, window: "22:00-06:00", reason: "ticket 4711" }
`;
const SEED = {
  customers: [
    {
      fields: { reference: "ACME-1", name: "Acme", enabled: true },
      users: [
        { email: "twin@acme.example", displayName: "One", roles: [] },
        { email: "Twin@acme.example", displayName: "Two", roles: [] },
      ],
    },
  ],
};

async function prepared(onTestFinished: (end: () => Promise<void>) => void): Promise<Stage> {
  const stage = await openStage(onTestFinished, SEED);
  await stage.write(
    "customers/acme.yaml",
    `${MANIFEST}users:\n  - email: twin@acme.example\n    roles: [customer.settings]\n`,
  );
  return stage;
}

describe("show prints what plan printed", () => {
  test.for(FORMATS)("%s", async (format, { onTestFinished }) => {
    const stage = await prepared(onTestFinished);
    const planned = await stage.call(["plan", "--out", "plan.json", "--format", format]);
    const shown = await stage.call(["show", "plan.json", "--format", format]);
    expect(shown.stdout).toBe(planned.stdout);
    expect(planned.code).toBe(0);
  });

  test("with the hours of an approval, and addresses as they are spelled", async ({ onTestFinished }) => {
    const stage = await prepared(onTestFinished);
    await stage.call(["plan", "--out", "plan.json"]);
    const { stdout } = await stage.call(["show", "plan.json"]);
    expect(stdout).toContain("held: approved only from 22:00 to 06:00: disables the customer");
    expect(stdout).toContain("Ana.Souza@ACME.example");
    expect(stdout).toContain("! blocked: user twin@acme.example");
  });
});
