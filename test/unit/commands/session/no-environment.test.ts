import { join } from "node:path";
import { expect, test } from "vitest";
import { openStage } from "../stage.ts";

const ACME = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme
enabled: false
admins: [{ email: ana@acme.example, displayName: Ana, roles: [customer.user.supervisorl1] }]
`;

test("without an environment nothing runs, and validate needs none", async ({ onTestFinished }) => {
  const stage = await openStage(onTestFinished);
  await stage.write("customers/acme.yaml", ACME);
  const env = { DIMCTL_STATE_DIR: join(stage.cwd, "state") };
  for (const args of [
    ["plan"],
    ["apply", "--yes"],
    ["drift"],
    ["import"],
    ["login"],
    ["logout"],
    ["doctor"],
  ]) {
    const { code, stdout } = await stage.call([...args, "--format", "json"], { env });
    expect({ args, code, problems: JSON.parse(stdout).problems }).toMatchObject({
      args,
      code: 1,
      problems: [{ code: "no-environment", summary: "no environment is chosen" }],
    });
  }
  expect(await stage.list(".")).toEqual(["customers"]);
  expect(await stage.call(["validate"], { env })).toMatchObject({
    code: 0,
    stdout: "1 manifest is valid.\n",
  });
});

test("in CI an apply to the emulator has to be named with --env", async ({ onTestFinished }) => {
  const stage = await openStage(onTestFinished);
  await stage.write("customers/acme.yaml", ACME);
  await stage.write("dimctl.yaml", "default: local\nenvironments: { local: { emulator: true } }\n");
  const env = { DIMCTL_STATE_DIR: join(stage.cwd, "state") };
  const apply = (ci: string, ...more: string[]) =>
    stage.call(["apply", "--yes", ...more], { env: { ...env, CI: ci } });
  const refused = await apply("true");
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'this apply in CI would change only the built-in emulator (environment "local")',
    ),
  });
  expect(await stage.list(".")).not.toContain(".dimctl");
  expect(await apply("true", "--env", "local")).toMatchObject({ code: 0 });
  expect(await apply("false")).toMatchObject({ code: 0 });
});
