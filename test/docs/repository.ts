import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository that the tests look at. */
export const ROOT = join(import.meta.dirname, "..", "..");

/** Every file of the repository, new ones included, ignored ones not. */
export const FILES: readonly string[] = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard"],
  { cwd: ROOT, encoding: "utf8" },
)
  .split("\n")
  .filter((file) => file !== "" && lstatSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile() === true);

/** The documents of the repository. */
export const DOCUMENTS: readonly string[] = FILES.filter((file) => file.endsWith(".md"));

/** The text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** `npm run docs`: what is generated is written, not compared. */
export const isUpdating = process.env["UPDATE_DOCS"] === "1";
