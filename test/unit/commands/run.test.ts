import { describe, expect, test } from "vitest";
import { openStage } from "./stage.ts";

describe("the document of a call that is not understood names the command", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["--format json", "dimctl", "unknown-option"],
    ["--format json plan", "dimctl", "unknown-option"],
    ["plna --format json", "dimctl", "unknown-command"],
    ["plan --format json --onyl ACME", "plan", "unknown-option"],
    ["plan --format=json --only", "plan", "option-missing-argument"],
    ["apply plan.json --yes --format json --import-timeout soon", "apply", "invalid-argument"],
    ["show --format json", "show", "missing-argument"],
    ["emulator --format json", "emulator", "unknown-option"],
  ];
  test.for(rows)("dimctl %s", async ([line, command, code], { onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const ran = await stage.call(line.split(" "));
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ command, exitCode: 1, problems: [{ code }] });
  });
});

test("an option in front of the command is told its place", async ({ onTestFinished }) => {
  const stage = await openStage(onTestFinished);
  const { stdout } = await stage.call(["--format", "json", "plan"]);
  expect(JSON.parse(stdout).problems).toMatchObject([
    { hint: "put the command first, then its options, e.g. `dimctl plan --format json`" },
  ]);
});
