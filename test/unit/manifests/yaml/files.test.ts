import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskFiles } from "../../../../src/manifests/yaml/files.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dimctl-files-"));
  await mkdir(join(root, "customers", "folder.yaml"), { recursive: true });
  await writeFile(join(root, "customers", "a.yaml"), "reference: A\n");
  await writeFile(join(root, "secret.yaml"), "reference: S\n");
});
afterEach(() => rm(root, { recursive: true }));

test("links inside the folder are files, those that leave it are told apart and never followed", async () => {
  await symlink("a.yaml", join(root, "customers", "inside.yaml"));
  await symlink("../secret.yaml", join(root, "customers", "outside.yaml"));
  await symlink("nowhere", join(root, "customers", "broken.yaml"));
  const entries = await diskFiles(root).list("customers");
  expect(Object.fromEntries((entries ?? []).map(({ name, kind }) => [name, kind]))).toEqual({
    "a.yaml": "file",
    "broken.yaml": "other",
    "folder.yaml": "folder",
    "inside.yaml": "file",
    "outside.yaml": "outside",
  });
});

test("a folder may itself be a link", async () => {
  await symlink("customers", join(root, "fleet"));
  expect((await diskFiles(root).list("fleet"))?.find(({ name }) => name === "a.yaml")?.kind).toBe("file");
});

test("what does not exist, not a folder, not readable or too long", async () => {
  const files = diskFiles(root);
  expect(await files.list("nowhere")).toBeUndefined();
  expect(await files.list("secret.yaml")).toBeUndefined();
  expect(await files.read("nowhere.yaml", 100)).toEqual({ kind: "missing" });
  expect(await files.read("customers", 100)).toEqual({ kind: "unreadable", why: "EISDIR" });
  expect(await files.read("secret.yaml", 12)).toEqual({ kind: "too-big" });
  const content = await files.read(join(root, "secret.yaml"), 13);
  expect(content.kind === "bytes" && new TextDecoder().decode(content.bytes)).toBe("reference: S\n");
});
