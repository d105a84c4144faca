import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { diskFiles, type FileReader } from "../../manifests/yaml/files.ts";
import { loadManifests } from "../../manifests/load.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Io } from "../frame/io.ts";
import { manifestRules } from "../session/workspace.ts";

/** The first error of a manifest before it is written to the file; undefined: it is good. */
export type FaultOfText = (file: string, text: string) => Promise<Diagnostic | undefined>;

/** Checks manifests over the defaults that stand in their folder. */
export async function textCheck(folder: string, configuration: Configuration, io: Io): Promise<FaultOfText> {
  const disk = diskFiles(io.cwd);
  // Listed once: a fleet has many files.
  const defaults = ((await disk.list(folder)) ?? []).filter(({ name }) => name === "_defaults.yaml");
  return async (file, text) => {
    const only: FileReader = {
      list: async () => [...defaults, { name: file.split("/").at(-1) ?? file, kind: "file" }],
      read: async (path, most) =>
        path === file ? { kind: "bytes", bytes: new TextEncoder().encode(text) } : disk.read(path, most),
    };
    const { diagnostics } = await loadManifests({
      folder,
      files: only,
      ...manifestRules(configuration, io),
    });
    return diagnostics.find(({ severity }) => severity === "error");
  };
}
