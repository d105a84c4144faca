import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changedSince, type ManifestChanges } from "../../../../src/manifests/yaml/changed-since.ts";
import { diskFiles } from "../../../../src/manifests/yaml/files.ts";
import { commitFiles } from "../../../../src/manifests/yaml/git-files.ts";
import { loadManifests } from "../../../../src/manifests/load.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import { DEFAULT_DIALECT } from "../../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../../src/model/customer/roles.ts";
import { tryGit } from "../../../../src/state/git/git.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dimctl-since-"));
  git("init", "--quiet", "-b", "main");
  write("_defaults.yaml", "apiVersion: dimctl/v1\nkind: Customer\ntimezone: America/Phoenix\n");
  for (const name of ["acme", "beta", "zeta"]) write(`${name}.yaml`, manifest(name.toUpperCase()));
  commit();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): void {
  const identity = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "commit.gpgsign=false",
  ];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
}

function commit(): void {
  git("add", "-A");
  git("commit", "--quiet", "--allow-empty", "-m", "A state of things");
}

function write(name: string, text: string): void {
  mkdirSync(join(root, "customers"), { recursive: true });
  writeFileSync(join(root, "customers", name), text);
}

const manifest = (reference: string, rest = ""): string =>
  `apiVersion: dimctl/v1\nkind: Customer\nreference: ${reference}\nname: ${reference} Ltd\nenabled: false\nadmins: [{ email: a@${reference.toLowerCase()}.example, displayName: A, roles: [customer.user.supervisorl1] }]\n${rest}`;

async function since(revision: string, directory = root, folder = "customers"): Promise<ManifestChanges> {
  const options = {
    folder,
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
    sharedSecrets: [],
    today: "2026-11-22",
  };
  const { customers, diagnostics } = await loadManifests({ ...options, files: diskFiles(directory) });
  expect(diagnostics).toEqual([]);
  const run = (args: readonly string[], input?: string) =>
    tryGit({ directory, env: process.env }, args, input);
  return changedSince(customers, await commitFiles(directory, revision, run), options);
}

const summary = ({ changed, deleted }: ManifestChanges): string =>
  `${[...changed].join(" ")} | ${deleted.join(" ")}`;

describe("customers whose merged manifest differs from a revision", () => {
  test.each<[string, () => void, string]>([
    ["nothing was done", () => undefined, " | "],
    ["a value was changed", () => write("beta.yaml", manifest("BETA", "description: new\n")), "BETA | "],
    [
      "a comment was added and keys were moved",
      () => write("beta.yaml", `# why\n${manifest("BETA")}`),
      " | ",
    ],
    ["a manifest was added", () => write("new.yaml", manifest("NEW")), "NEW | "],
    [
      "a file was renamed",
      () => renameSync(join(root, "customers/beta.yaml"), join(root, "customers/b.yaml")),
      " | ",
    ],
    ["a manifest was deleted", () => rmSync(join(root, "customers/beta.yaml")), " | BETA"],
    ["a customer got another reference", () => write("beta.yaml", manifest("GAMMA")), "GAMMA | BETA"],
    [
      "a default was changed: all that do not say it themselves",
      () => {
        write("acme.yaml", manifest("ACME", "timezone: America/Phoenix\n"));
        write("_defaults.yaml", "apiVersion: dimctl/v1\nkind: Customer\ntimezone: Europe/Berlin\n");
      },
      "BETA ZETA | ",
    ],
  ])("%s", async (_, act, expected) => {
    act();
    expect(summary(await since("HEAD"))).toBe(expected);
    commit();
    expect(summary(await since("HEAD^1"))).toBe(expected);
    expect(summary(await since("HEAD"))).toBe(" | ");
  });

  test("a deleted manifest is a warning that says how a customer is deleted", async () => {
    rmSync(join(root, "customers/beta.yaml"));
    expect((await since("HEAD")).diagnostics).toEqual([
      {
        code: "manifest-deleted",
        severity: "warning",
        summary: "customers/beta.yaml was removed: BETA is no longer managed; live customer untouched",
        hint: "to delete the customer, keep the manifest with `state: absent`",
      },
    ]);
  });

  test("what was broken then has changed since", async () => {
    write("beta.yaml", "reference: [\n");
    commit();
    write("beta.yaml", manifest("BETA"));
    expect(summary(await since("HEAD"))).toBe("BETA | ");
  });

  test("the folder was not there then: all are new", async () => {
    renameSync(join(root, "customers"), join(root, "fleet"));
    expect(summary(await since("HEAD", root, "fleet"))).toBe("ACME BETA ZETA | ");
  });

  test("called in a folder of the repository, through a link to it, with an absolute path", async () => {
    mkdirSync(join(root, "deep"));
    write("beta.yaml", manifest("BETA", "description: new\n"));
    symlinkSync(root, `${root}-link`);
    try {
      expect(summary(await since("main", join(root, "deep"), "../customers"))).toBe("BETA | ");
      expect(summary(await since("main", `${root}-link`))).toBe("BETA | ");
      expect(summary(await since("main", root, join(root, "customers")))).toBe("BETA | ");
    } finally {
      rmSync(`${root}-link`);
    }
  });
});

async function problemOf(revision: string, directory = root): Promise<string> {
  try {
    await since(revision, directory, join(root, "customers"));
  } catch (error) {
    if (error instanceof DiagnosticsError)
      return error.diagnostics.map((diagnostic) => `${diagnostic.code}: ${diagnostic.summary}`).join();
  }
  return "nothing";
}

describe("revisions that cannot be used", () => {
  test.each(["v9.9", "--output=x", "HEAD^9", "", "main; touch x", "$(touch x)"])("%j", async (revision) => {
    expect(await problemOf(revision)).toBe(`unknown-revision: unknown git revision "${revision}"`);
  });

  test("no repository", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "dimctl-since-"));
    expect(await problemOf("HEAD", elsewhere)).toBe("unknown-revision: not a git repository");
    rmSync(elsewhere, { recursive: true });
  });
});
