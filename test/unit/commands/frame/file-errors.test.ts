import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { errorDiagnostics } from "../../../../src/commands/frame/error-diagnostics.ts";
import { exitOfError } from "../../../../src/commands/frame/exit-code.ts";
import { openStage, type Stage } from "../stage.ts";

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-1
name: Acme
admins: [{ email: ana@acme.example, displayName: Ana }]
`;

/** Without a service: the sandbox is used, and keeps its data in the folder. */
const SANDBOX = { env: {} };

const folder = (path: string) => async (stage: Stage) => mkdir(join(stage.cwd, path));
const file = (path: string) => async (stage: Stage) => stage.write(path, "");
const loop = (path: string) => async (stage: Stage) => {
  await rm(join(stage.cwd, path), { recursive: true, force: true });
  await symlink(path, join(stage.cwd, path));
};
const nothing = async (): Promise<void> => undefined;

test.each<readonly [what: string, prepare: (stage: Stage) => Promise<void>, args: readonly string[]]>([
  ["dimctl.yaml is a folder", folder("dimctl.yaml"), ["plan"]],
  ["dimctl.yaml is a loop of links", loop("dimctl.yaml"), ["plan"]],
  ["the configuration is below a file", nothing, ["plan", "--config", "customers/acme.yaml/x"]],
  ["the secrets file is a folder", folder("s"), ["plan", "--secrets", "s"]],
  ["the secrets file is a loop of links", loop("s"), ["plan", "--secrets", "s"]],
  ["the secrets file is below a file", nothing, ["plan", "--secrets", "customers/acme.yaml/x"]],
  ["plan.json is a folder", folder("plan.json"), ["apply", "plan.json"]],
  ["plan.json is a loop of links", loop("plan.json"), ["apply", "plan.json"]],
  ["plan.json is below a file", nothing, ["show", "customers/acme.yaml/x"]],
  ["a manifest is a folder", folder("customers/b.yaml"), ["validate"]],
  ["the manifests are a loop of links", loop("customers"), ["validate"]],
  ["--out is below no folder", nothing, ["plan", "--out", "x/y/plan.json"]],
  ["--out is a folder", nothing, ["plan", "--out", "customers"]],
  ["--out is a full disk", nothing, ["plan", "--out", "/dev/full"]],
  ["the sandbox's folder is a file", file(".dimctl"), ["plan"]],
  ["the sandbox's folder is a loop of links", loop(".dimctl"), ["plan"]],
  ["import into a loop of links", loop("imp"), ["import", "--customers", "imp"]],
  ["import below a file", nothing, ["import", "--customers", "customers/acme.yaml/x"]],
])("%s: an error that names it, exit 1, and no stack", async (_, prepare, args) => {
  const stage = await openStage(onTestFinished);
  await stage.write("customers/acme.yaml", MANIFEST);
  await prepare(stage);
  const { code, stdout, stderr } = await stage.call(args, SANDBOX);
  expect(stderr).not.toContain("unexpected error");
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/error /);
});

test.runIf(process.getuid?.() !== 0)("a folder that may not be entered is an error", async () => {
  const stage = await openStage(onTestFinished);
  await stage.write("customers/acme.yaml", MANIFEST);
  await chmod(join(stage.cwd, "customers"), 0);
  onTestFinished(() => chmod(join(stage.cwd, "customers"), 0o700));
  expect((await stage.call(["validate"])).code).toBe(1);
});

test.each(["EACCES", "ENOSPC", "EROFS", "EISDIR", "ENOTDIR", "ELOOP"])(
  "%s of a file is the user's, whoever asked for the file",
  (code) => {
    const error = Object.assign(new Error("refused"), { code, path: "/etc/there", syscall: "open" });
    expect(exitOfError(error)).toBe(1);
    expect(errorDiagnostics(error)).toEqual([
      {
        code: "file-unusable",
        severity: "error",
        summary: `/etc/there cannot be used (${code})`,
        hint: "check that the path exists, is of the right kind, and that you may read and write it",
      },
    ]);
  },
);

test("another error is an unexpected one", () => {
  expect(exitOfError(new TypeError("x is undefined"))).toBeUndefined();
  expect(errorDiagnostics(Object.assign(new Error("x"), { code: "ERR_X", path: "a" }))).toBeUndefined();
});
