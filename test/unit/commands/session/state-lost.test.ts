import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStage, type Stage } from "../stage.ts";

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-1
name: Acme
admins: [{ email: ana@acme.example, displayName: Ana }]
`;

/** A stage whose state directory is gone for good after so many writes of the service: a file stands in its place. */
async function stageThatLosesItsState(afterWrites: number): Promise<Stage> {
  let writes = 0;
  const place: { cwd?: string } = {};
  const stage = await openStage(onTestFinished, {}, {}, () => {
    writes += 1;
    if (writes < afterWrites || place.cwd === undefined) return;
    rmSync(join(place.cwd, "state"), { recursive: true, force: true });
    writeFileSync(join(place.cwd, "state"), "");
  });
  place.cwd = stage.cwd;
  await stage.write("customers/acme.yaml", MANIFEST);
  return stage;
}

test("state that is lost during the first write: the result is printed, nothing more is sent, exit 3", async () => {
  const stage = await stageThatLosesItsState(1);
  const { code, stdout } = await stage.call(["apply", "--yes", "--format", "json"]);
  expect(code).toBe(3);
  const { customers, problems, interrupted } = JSON.parse(stdout);
  expect(interrupted).toBe("state");
  expect(customers[0].changes.map((change: { outcome: unknown }) => change.outcome)).toMatchObject([
    { status: "done", request: { status: 201 } },
    { status: "held" },
  ]);
  expect(problems.filter((problem: { severity: string }) => problem.severity === "error")).toMatchObject([
    { code: "state-unusable", hint: "set DIMCTL_STATE_DIR to a writable directory" },
  ]);
  expect(stage.emulator.log.filter(({ method }) => method !== "GET")).toHaveLength(1);
});

test("text names the failure and what to do", async () => {
  const stage = await stageThatLosesItsState(1);
  const { code, stdout, stderr } = await stage.call(["apply", "--yes"]);
  expect(code).toBe(3);
  expect(stdout + stderr).toContain(
    "Stopped because the state could not be written; the rest was not started.",
  );
  expect(stdout + stderr).toContain("set DIMCTL_STATE_DIR to a writable directory");
});

test("a memory that cannot be saved at the end: everything is done, exit 3, and the failure is named", async () => {
  const place: { cwd?: string } = {};
  const stage = await openStage(onTestFinished, {}, {}, () => {
    const document = join(place.cwd ?? "", "state", "state.json");
    rmSync(document, { recursive: true, force: true });
    mkdirSync(join(document, "in the way"), { recursive: true, mode: 0o700 });
  });
  place.cwd = stage.cwd;
  await stage.write("customers/acme.yaml", MANIFEST);
  const { code, stdout } = await stage.call(["apply", "--yes", "--format", "json"]);
  expect(code).toBe(3);
  const { customers, problems, exitCode } = JSON.parse(stdout);
  expect(exitCode).toBe(3);
  expect(customers).toMatchObject([{ status: "done" }]);
  expect(problems.filter((problem: { severity: string }) => problem.severity === "error")).toMatchObject([
    { code: "state-unusable" },
    { code: "state-not-saved" },
  ]);
});
