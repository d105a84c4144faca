import type { Problem } from "../../model/problem.ts";
import type { FileEntry, FileReader } from "./files.ts";

/** The files of a manifest folder, sorted, and what is wrong with others that look like manifests. */
export interface Found {
  readonly manifests: readonly string[];
  readonly defaults?: string;
  readonly problems: readonly Problem[];
}

const DEFAULTS = "_defaults.yaml";

/** Only `*.yaml` and `*.yml` directly in the folder are manifests; anything else may stand there too. */
export async function findFiles(files: FileReader, folder: string): Promise<Found> {
  const home = folder.replace(/\/+$/, "");
  const entries = await files.list(home === "" ? "/" : home);
  if (entries === undefined) return { manifests: [], problems: [await notListed(files, folder)] };
  const named = entries
    .filter(({ name }) => /\.ya?ml$/i.test(name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const wrong = named.flatMap((entry) => problemsOf(entry, `${home}/${entry.name}`));
  const good = named.filter((entry) => problemsOf(entry, "").length === 0).map(({ name }) => name);
  const manifests = good.filter((name) => name !== DEFAULTS).map((name) => `${home}/${name}`);
  const none =
    manifests.length === 0 && wrong.length === 0
      ? [
          warn(
            problem("no-manifests", folder, "no manifest is in this folder", "one *.yaml file per customer"),
          ),
        ]
      : [];
  return {
    manifests,
    ...(good.includes(DEFAULTS) ? { defaults: `${home}/${DEFAULTS}` } : {}),
    problems: [...wrong, ...none],
  };
}

/** A file in the place of the folder is told apart: somebody wants that one customer. */
async function notListed(files: FileReader, folder: string): Promise<Problem> {
  const { kind } = await files.read(folder, 0);
  if (kind === "bytes" || kind === "too-big") {
    const hint = "name the folder it is in; one customer of it is chosen with --only";
    return problem("not-a-folder", folder, "this is a file, not a folder", hint);
  }
  const hint = "make it, or name another with --customers or `customers` in dimctl.yaml";
  return problem("no-folder", folder, "there is no such folder", hint);
}

function problemsOf({ name, kind }: FileEntry, file: string): readonly Problem[] {
  if (kind === "outside")
    return [problem("outside-folder", file, "this is a link that leaves the folder", "copy the file here")];
  if (kind !== "file") return [problem("not-a-file", file, "this is not a file")];
  if (name.startsWith("_") && name !== DEFAULTS) {
    return [
      problem(
        "unknown-file",
        file,
        "the name begins with `_`, as only that of `_defaults.yaml` does",
        "rename it",
      ),
    ];
  }
  if (!/\.ya?ml$/.test(name))
    return [problem("unknown-file", file, "the name does not end in `.yaml`", "rename it")];
  return [];
}

const problem = (code: string, file: string, summary: string, hint?: string): Problem => ({
  code,
  severity: "error",
  summary,
  ...(hint === undefined ? {} : { hint }),
  at: { file, line: 1, column: 1 },
});

const warn = (error: Problem): Problem => ({ ...error, severity: "warning" });
