import { describe, expect, test } from "vitest";
import type { SeedCustomer } from "../../../../src/emulator/world/seed.ts";
import { openStage } from "../stage.ts";

const ADMIN = ["customer.user", "user.admin", "customer.user.supervisorl1"];

const acme: SeedCustomer = {
  fields: { name: "Acme Dental", reference: "ACME-0042", timezone: "America/Phoenix", countryCode: "US" },
  users: [
    { displayName: "Ana", email: "ana@acme.example", roles: ADMIN },
    { displayName: "Bruno", email: "bruno@acme.example", roles: ["customer.user", "customer.settings"] },
  ],
  pbxs: [{ fields: { name: "Depot", hostRest: "https://k.example/v2", accountId: "a1" } }],
};
const north: SeedCustomer = {
  fields: { name: "Northwind", reference: "NORTH 7" },
  users: [{ displayName: "Ines", email: "ines@north.example", roles: ADMIN }],
};
const nobody: SeedCustomer = {
  fields: { name: "River Books", reference: "RIVER-0019" },
  users: [{ displayName: "Sam", email: "sam@river.example", roles: ["customer.user"] }],
};
const manifest = (reference: string): string => `apiVersion: dimctl/v1
kind: Customer
reference: ${reference}
name: Kept by hand
admins: [{ email: ana@acme.example, roles: [customer.user.supervisorl1] }]
`;

describe("dimctl import", () => {
  test("of a whole fleet into an empty folder leaves a plan without changes", async ({ onTestFinished }) => {
    const customers = [acme, north, nobody, { fields: { name: "No reference" } }];
    const stage = await openStage(onTestFinished, { customers });
    const imported = await stage.call(["import"]);
    expect(imported.code).toBe(0);
    expect(imported.stdout).toContain("2 manifests and 1 draft written to customers.");
    expect(await stage.list("customers")).toEqual([
      "acme-0042.yaml",
      "north-7.yaml",
      "river-0019.yaml.draft",
    ]);
    expect(await stage.call(["plan", "--exit-code"])).toMatchObject({ code: 0 });
  });

  test("a customer without an admin becomes a draft, which says what to do", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [nobody] });
    const { stdout } = await stage.call(["import", "--format", "json"]);
    expect(JSON.parse(stdout).problems).toEqual([
      {
        code: "draft",
        severity: "warning",
        summary: '"RIVER-0019" has no admin: written as customers/river-0019.yaml.draft (not loaded)',
        hint: "add an admin under `admins`, then rename the file to customers/river-0019.yaml",
      },
    ]);
    expect(await stage.read("customers/river-0019.yaml.draft")).toContain("reference: RIVER-0019");
  });

  test("what would not validate for another reason is a draft, too", async ({ onTestFinished }) => {
    const padded = { ...acme, fields: { ...acme.fields, reference: " ACME-0042 " } };
    const stage = await openStage(onTestFinished, { customers: [padded] });
    const { stdout } = await stage.call(["import", "--format", "json"]);
    expect(JSON.parse(stdout).problems).toEqual([
      {
        code: "draft",
        severity: "warning",
        summary:
          '" ACME-0042 " written as customers/acme-0042.yaml.draft (not loaded): `reference` starts or ends with whitespace',
        hint: "fix it, then rename the file to customers/acme-0042.yaml",
      },
    ]);
  });

  test("a reference that a manifest has already is skipped, whatever the file is called", async ({
    onTestFinished,
  }) => {
    const stage = await openStage(onTestFinished, { customers: [acme, north] });
    await stage.write("customers/phoenix.yaml", manifest("ACME-0042"));
    const { code, stdout } = await stage.call(["import", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).problems).toEqual([
      {
        code: "manifest-exists",
        severity: "warning",
        summary: '"ACME-0042" is already managed by customers/phoenix.yaml; skipped',
        hint: "use `--force` to overwrite it",
      },
    ]);
    expect(await stage.list("customers")).toEqual(["north-7.yaml", "phoenix.yaml"]);
    expect(await stage.read("customers/phoenix.yaml")).toBe(manifest("ACME-0042"));
    expect(await stage.call(["validate"])).toMatchObject({ code: 0 });
  });

  test("--force writes over the manifest of the reference, where it is", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [acme] });
    await stage.write("customers/phoenix.yaml", manifest("ACME-0042"));
    expect(await stage.call(["import", "--force"])).toMatchObject({ code: 0 });
    expect(await stage.list("customers")).toEqual(["phoenix.yaml"]);
    expect(await stage.read("customers/phoenix.yaml")).toContain("name: Acme Dental");
  });

  test("--force never writes a customer over another one", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [acme] });
    await stage.write("customers/acme-0042.yaml", manifest("OTHER-1"));
    const { stdout } = await stage.call(["import", "--force", "--format", "json"]);
    expect(JSON.parse(stdout).problems).toEqual([
      {
        code: "manifest-exists",
        severity: "warning",
        summary: 'customers/acme-0042.yaml is the manifest of "OTHER-1"; "ACME-0042" skipped',
        hint: "rename that file and import again",
      },
    ]);
    expect(await stage.read("customers/acme-0042.yaml")).toBe(manifest("OTHER-1"));
  });

  test("of two customers with one reference the first is written", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [acme, { ...north, fields: acme.fields }] });
    const { stdout } = await stage.call(["import", "--force", "--format", "json"]);
    expect(JSON.parse(stdout).problems).toMatchObject([
      {
        code: "reference-twice",
        summary:
          'ambiguous: several live customers have the reference "ACME-0042"; only the first is imported',
      },
    ]);
    expect(await stage.list("customers")).toEqual(["acme-0042.yaml"]);
  });

  test("a broken manifest is said, and nothing is written", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [acme] });
    await stage.write("customers/broken.yaml", `${manifest("B-1")}enabeld: true\n`);
    const { code, stdout } = await stage.call(["import", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).problems).toMatchObject([
      { code: "unknown-key", at: { file: "customers/broken.yaml" } },
    ]);
    expect(await stage.list("customers")).toEqual(["broken.yaml"]);
  });

  test("--customers with a file says that it is one", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished, { customers: [acme] });
    await stage.write("customers/acme.yaml", manifest("ACME-0042"));
    for (const command of ["import", "validate"]) {
      const { code, stdout } = await stage.call([
        command,
        "--customers",
        "customers/acme.yaml",
        "--format",
        "json",
      ]);
      expect({ code, problems: JSON.parse(stdout).problems }).toMatchObject({
        code: 1,
        problems: [
          {
            code: "not-a-folder",
            summary: "not a folder but a file",
            hint: "give its folder; select single customers with `--only`",
          },
        ],
      });
    }
  });
});
