import { describe, expect, test } from "vitest";
import { openStage } from "./stage.ts";

const CLIENT = { DIMENSIONS_CLIENT_ID: "id", DIMENSIONS_CLIENT_SECRET: "s" };
const LINE_BREAK = "a line break";
const CHARACTER = "an invalid character";
const manifest = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme
admins: [{ email: ana@acme.example, roles: [customer.user.supervisorl1] }]
`;

describe("a credential that cannot be sent is said by its name, and nothing is sent", () => {
  const rows: readonly (readonly [string, string, string, Record<string, string>])[] = [
    ["DIMENSIONS_ACCESS_TOKEN", "hunter2\nhunter3", LINE_BREAK, {}],
    ["DIMENSIONS_ACCESS_TOKEN", "hunter2\u0007hunter3", CHARACTER, {}],
    ["DIMENSIONS_ACCESS_TOKEN", "hunter2…hunter3", CHARACTER, {}],
    ["DIMENSIONS_REFRESH_TOKEN", "hunter2\r\nhunter3", LINE_BREAK, CLIENT],
    ["DIMENSIONS_CLIENT_ID", "hunter2\u200bhunter3", CHARACTER, { DIMENSIONS_REFRESH_TOKEN: "r" }],
    ["DIMENSIONS_CLIENT_SECRET", "hunter2\nhunter3", LINE_BREAK, { DIMENSIONS_REFRESH_TOKEN: "r" }],
  ];
  test.for(rows)("%s, %j", async ([name, value, what, beside], { onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    await stage.write("customers/acme.yaml", manifest);
    const env = { DIMENSIONS_API_URL: stage.url, DIMENSIONS_LOGIN_URL: stage.url, ...beside, [name]: value };
    for (const command of ["plan", "doctor", "import"]) {
      const { code, stdout, stderr } = await stage.call([command, "--format", "json"], { env });
      expect({ code, problems: JSON.parse(stdout).problems }).toEqual({
        code: 1,
        problems: [
          {
            code: "bad-credential",
            severity: "error",
            summary: `${name} contains ${what}`,
            hint: "copy the value again: one line, without surrounding text",
          },
        ],
      });
      expect(stdout + stderr).not.toContain("hunter");
    }
    expect(stage.emulator.log).toEqual([]);
  });

  test("blanks and line breaks around a value are nothing", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    await stage.write("customers/acme.yaml", manifest);
    const env = {
      DIMENSIONS_API_URL: stage.url,
      DIMENSIONS_ACCESS_TOKEN: " token\r\n",
      DIMCTL_STATE_DIR: stage.cwd,
    };
    expect(await stage.call(["plan"], { env })).toMatchObject({ code: 0 });
  });
});
