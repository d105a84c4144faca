import { validate } from "#schemas/result";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../../../src/report/reporters.ts";
import { encryptedStore } from "../../../../src/state/file/encrypted-store.ts";
import { parseStateKey } from "../../../../src/state/state-key.ts";
import { contextWith } from "../../state/context.ts";
import { SYSTEM_CLOCK } from "../../auth/login/served-emulator.ts";
import { openStage } from "../stage.ts";

const NOWHERE = "http://127.0.0.1:9";

describe("dimctl doctor", () => {
  test("says what is well in a document of the schema", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const { code, stdout } = await stage.call(["doctor", "--format", "json"], {
      clock: SYSTEM_CLOCK,
    });
    const document = JSON.parse(stdout);
    validate(document);
    expect({ code, faults: validate.errors }).toEqual({ code: 0, faults: null });
    expect(document.checks).toHaveLength(10);
    expect(document.checks[0]).toMatchObject({ name: "versions", ok: "ok" });
  });

  test("what is not well is a problem in every format, and a host that is away is exit code 4", async ({
    onTestFinished,
  }) => {
    const stage = await openStage(onTestFinished);
    const env = { DIMENSIONS_API_URL: NOWHERE, DIMENSIONS_ACCESS_TOKEN: "t", DIMCTL_STATE_DIR: stage.cwd };
    const said = new Map<string, string>();
    for (const format of FORMATS) {
      const { code, stdout } = await stage.call(["doctor", "--format", format], { env });
      expect({ format, code }).toEqual({ format, code: 4 });
      said.set(format, stdout);
    }
    const document = JSON.parse(said.get("json") ?? "");
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document).toMatchObject({ command: "doctor", exitCode: 4 });
    expect(document.problems).toContainEqual({
      code: "doctor-api-host",
      severity: "error",
      summary: `API host: ${NOWHERE} did not reply: ECONNREFUSED`,
      hint: "check the network, the proxy and DIMENSIONS_API_URL",
    });
    expect(said.get("text")).toMatch(/^fail +API host +/m);
    expect(said.get("markdown")).toContain("API host: ");
    expect(said.get("github")).toMatch(/^::error title=doctor-api-host::API host: /m);
    expect(said.get("github")).toMatch(/\d of 10 checks failed or warned\.$/m);
    const results: { ruleId: string }[] = JSON.parse(said.get("sarif") ?? "").runs[0].results;
    expect(results.map(({ ruleId }) => ruleId)).toContain("doctor-api-host");
  });

  test("names the configuration file that was read, and knows every variable that a run does", async ({
    onTestFinished,
  }) => {
    const stage = await openStage(onTestFinished);
    await stage.write("dimctl.yaml", "environments: { local: { emulator: true } }\ndefault: local\n");
    await stage.write("secrets.env", "A=1\n");
    const { stdout } = await stage.call(["doctor"], {
      clock: SYSTEM_CLOCK,
      env: { DIMCTL_SECRETS_FILE: `${stage.cwd}/secrets.env` },
    });
    expect(stdout.split("\n").slice(1, 3)).toEqual([
      "ok   configuration     dimctl.yaml, environment local, built-in emulator",
      "ok   environment       set: DIMCTL_SECRETS_FILE",
    ]);
  });

  test.for([
    [
      "is missing",
      {},
      "DIMCTL_STATE_KEY is not set",
      "set DIMCTL_STATE_KEY to the key that the state was encrypted with",
    ],
    [
      "is not the state's",
      { DIMCTL_STATE_KEY: "cd".repeat(32) },
      "does not match",
      "set the key that the state was encrypted with",
    ],
  ] as const)(
    "a state key that %s is one finding: the rest is examined, and no new key is advised",
    async ([, env, detail, remedy], { onTestFinished }) => {
      const stage = await openStage(onTestFinished);
      const file = join(stage.cwd, "state.sealed");
      const context = contextWith();
      const store = encryptedStore(file, parseStateKey("ab".repeat(32)), context);
      await store.exclusive((document, save) => save(document));
      await stage.write("dimctl.yaml", "state: { kind: encrypted, file: state.sealed }\n");
      const { stdout } = await stage.call(["doctor", "--format", "json"], {
        env: { DIMENSIONS_API_URL: NOWHERE, DIMENSIONS_ACCESS_TOKEN: "t", ...env },
      });
      const { checks } = JSON.parse(stdout);
      expect(checks).toHaveLength(10);
      expect(checks).toContainEqual({
        name: "state store",
        ok: "fail",
        detail: expect.stringContaining(detail),
        remedy: expect.stringMatching(new RegExp(`^${remedy}`)),
      });
      expect(checks).toContainEqual(expect.objectContaining({ name: "token", ok: "ok" }));
    },
  );

  test("exit code 1 when only the set-up here is wrong", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const { code, stdout } = await stage.call(["doctor"], { clock: SYSTEM_CLOCK, nodeVersion: "v18.0.0" });
    expect({ code, fails: stdout.match(/^fail +\S+/gm) }).toEqual({ code: 1, fails: ["fail versions"] });
  });

  test("--timeout ends it, and what was not looked at says so", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => {
      silent.listen(0, "127.0.0.1", listening);
    });
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const { code, stdout } = await stage.call(["doctor", "--timeout", "1", "--format", "json"], {
      env: { DIMENSIONS_API_URL: url, DIMENSIONS_ACCESS_TOKEN: "t", DIMCTL_STATE_DIR: stage.cwd },
    });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).checks).toContainEqual({
      name: "API host",
      ok: "fail",
      detail: "not checked: the run ended first",
      remedy: "re-run with a longer `--timeout`",
    });
  });
});
