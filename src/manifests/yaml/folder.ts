import { defined } from "../../model/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { FileEntry, FileReader } from "./files.ts";

/** The files of a manifest folder, sorted, and what is wrong with others that look like manifests. */
export interface Found {
  readonly manifests: readonly string[];
  readonly defaults?: string;
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULTS = "_defaults.yaml";

/** Only `*.yaml` and `*.yml` directly in the folder are manifests; anything else may stand there too. */
export async function findFiles(files: FileReader, folder: string): Promise<Found> {
  const home = folder.replace(/\/+$/, "");
  const entries = await files.list(home === "" ? "/" : home);
  if (entries === undefined) return { manifests: [], diagnostics: [await notListed(files, folder)] };
  const named = entries
    .filter(({ name }) => /\.ya?ml$/i.test(name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const wrong = named.flatMap((entry) => entryDiagnostics(entry, `${home}/${entry.name}`));
  const good = named.filter((entry) => entryDiagnostics(entry, "").length === 0).map(({ name }) => name);
  const manifests = good.filter((name) => name !== DEFAULTS).map((name) => `${home}/${name}`);
  const none =
    manifests.length === 0 && wrong.length === 0
      ? [
          warn(
            diagnostic(
              "no-manifests",
              folder,
              "no manifest is in this folder",
              "one *.yaml file per customer",
            ),
          ),
        ]
      : [];
  return {
    manifests,
    ...(good.includes(DEFAULTS) ? { defaults: `${home}/${DEFAULTS}` } : {}),
    diagnostics: [...wrong, ...none],
  };
}

/** A file in the place of the folder is told apart: somebody wants that one customer. */
async function notListed(files: FileReader, folder: string): Promise<Diagnostic> {
  const { kind } = await files.read(folder, 0);
  if (kind === "bytes" || kind === "too-big") {
    const hint = "name the folder it is in; one customer of it is chosen with --only";
    return diagnostic("not-a-folder", folder, "this is a file, not a folder", hint);
  }
  const hint = "make it, or name another with --customers or `customers` in dimctl.yaml";
  return diagnostic("no-folder", folder, "there is no such folder", hint);
}

function entryDiagnostics({ name, kind }: FileEntry, file: string): readonly Diagnostic[] {
  if (kind === "outside")
    return [
      diagnostic("outside-folder", file, "this is a link that leaves the folder", "copy the file here"),
    ];
  if (kind !== "file") return [diagnostic("not-a-file", file, "this is not a file")];
  if (name.startsWith("_") && name !== DEFAULTS) {
    return [
      diagnostic(
        "unknown-file",
        file,
        "the name begins with `_`, as only that of `_defaults.yaml` does",
        "rename it",
      ),
    ];
  }
  if (!/\.ya?ml$/.test(name))
    return [diagnostic("unknown-file", file, "the name does not end in `.yaml`", "rename it")];
  return [];
}

const diagnostic = (code: string, file: string, summary: string, hint?: string): Diagnostic => ({
  code,
  severity: "error",
  summary,
  ...defined({ hint }),
  at: { file, line: 1, column: 1 },
});

const warn = (error: Diagnostic): Diagnostic => ({ ...error, severity: "warning" });
