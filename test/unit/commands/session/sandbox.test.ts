import { join } from "node:path";
import { expect, test } from "vitest";
import { openStage, type Stage } from "../stage.ts";

const FILE = ".dimctl/sandbox.json";
const HINT = "remove it to start with a new sandbox";

/** The problems of a plan against the sandbox, and the exit code. */
async function planSandbox(stage: Stage): Promise<{ readonly code: number; readonly problems: unknown }> {
  await stage.write("customers/.keep", "");
  const ran = await stage.call(["plan", "--env", "sandbox", "--format", "json"], {
    env: { DIMCTL_STATE_DIR: join(stage.cwd, "state") },
  });
  return { code: ran.code, problems: JSON.parse(ran.stdout).problems };
}

test("a sandbox file that is half written is named, with the way out", async ({ onTestFinished }) => {
  const stage = await openStage(onTestFinished);
  await stage.write(FILE, '{"version":1,"acc');
  expect(await planSandbox(stage)).toMatchObject({
    code: 1,
    problems: [{ code: "sandbox-damaged", summary: `${FILE} is not JSON`, hint: HINT }],
  });
  expect(await stage.read(FILE)).toBe('{"version":1,"acc');
});

test("a sandbox file that holds something else is named, with what is wrong in it", async ({
  onTestFinished,
}) => {
  const stage = await openStage(onTestFinished);
  await stage.write(FILE, '{"customers":"all"}');
  expect(await planSandbox(stage)).toMatchObject({
    code: 1,
    problems: [{ code: "sandbox-damaged", summary: `${FILE}: seed.customers must be a list`, hint: HINT }],
  });
});

test("what cannot be read is not started over", async ({ onTestFinished }) => {
  const stage = await openStage(onTestFinished);
  await stage.write(`${FILE}/inside`, "");
  expect(await planSandbox(stage)).toMatchObject({
    code: 1,
    problems: [{ code: "sandbox-damaged", summary: `${FILE} cannot be read (EISDIR)`, hint: HINT }],
  });
});
