import { defined } from "../../model/json/defined.ts";
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
              "no manifests in this folder",
              "add one *.yaml file per customer",
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

/** A file instead of a folder gets its own hint: the user probably wants that one customer. */
async function notListed(files: FileReader, folder: string): Promise<Diagnostic> {
  const { kind } = await files.read(folder, 0);
  if (kind === "bytes" || kind === "too-big") {
    const hint = "give its folder; select single customers with `--only`";
    return diagnostic("not-a-folder", folder, "not a folder but a file", hint);
  }
  const hint = "create it, or give another folder with `--customers` or `customers` in dimctl.yaml";
  return diagnostic("no-folder", folder, "folder not found", hint);
}

function entryDiagnostics({ name, kind }: FileEntry, file: string): readonly Diagnostic[] {
  if (kind === "outside")
    return [
      diagnostic(
        "outside-folder",
        file,
        "symbolic link to a target outside the folder",
        "copy the file here",
      ),
    ];
  if (kind !== "file") return [diagnostic("not-a-file", file, "not a regular file")];
  if (name.startsWith("_") && name !== DEFAULTS) {
    return [
      diagnostic(
        "unknown-file",
        file,
        "only `_defaults.yaml` may have a name that starts with `_`",
        "rename it",
      ),
    ];
  }
  if (!/\.ya?ml$/.test(name))
    return [diagnostic("unknown-file", file, "file name does not end in `.yaml`", "rename it")];
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
