import { expect, onTestFinished, test } from "vitest";
import { openStage, type Stage } from "../stage.ts";

/** Two customers, not in Dimensions yet. */
async function stageWith(configuration: string): Promise<Stage> {
  const stage = await openStage(onTestFinished);
  for (const name of ["ACME", "BETA"])
    await stage.write(
      `customers/${name}.yaml`,
      `apiVersion: dimctl/v1\nkind: Customer\nreference: ${name}\nname: ${name}\nadmins: [{ email: ana@${name.toLowerCase()}.example, displayName: Ana }]\n`,
    );
  await stage.write("dimctl.yaml", configuration);
  return stage;
}

test("rollout in dimctl.yaml: the canary goes first", async () => {
  const stage = await stageWith("rollout: { canary: [BETA], then: [100%] }\n");
  expect((await stage.call(["apply", "--yes"])).code).toBe(0);
  const { customers } = stage.emulator.state;
  expect(Object.values(customers).map(({ fields }) => fields["reference"])).toEqual(["BETA", "ACME"]);
});

test("a canary that no manifest has is an error before anything is sent", async () => {
  const stage = await stageWith("rollout: { canary: [BETTA] }\n");
  const { code, stderr } = await stage.call(["apply", "--yes"]);
  expect(code).toBe(1);
  expect(stderr).toContain('`rollout.canary`: no manifest with reference "BETTA"');
  expect(stderr).toContain('did you mean "BETA"?');
  expect(stage.emulator.log).toEqual([]);
});

test.each(["[50%, 10%]", "[50%, 50%]"])("shares that do not grow are an error: %s", async (then) => {
  const stage = await stageWith(`rollout: { then: ${then} }\n`);
  const { code, stdout, stderr } = await stage.call(["validate"]);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain("each share of `rollout.then` must be greater than the one before");
});

test.each(["0", "-1", "101%", "5.5", "x", "%"])("--max-failures %s is refused", async (text) => {
  const stage = await stageWith("");
  const { code, stderr } = await stage.call(["apply", "--yes", `--max-failures=${text}`]);
  expect(code).toBe(1);
  expect(stderr).toContain("must be a number of customers from 1, or a share from 1% to 100%");
});
