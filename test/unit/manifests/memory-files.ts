import type { FileContent, FileEntry, FileReader } from "../../../src/manifests/yaml/files.ts";
import { loadManifests, type LoadedManifests } from "../../../src/manifests/load.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";

/** Files in memory, by path: a text, bytes, or what a folder entry is instead of a file. */
export function memoryFiles(
  files: Readonly<Record<string, string | Uint8Array | { readonly kind: FileEntry["kind"] }>>,
): FileReader {
  return {
    list: async (folder) => {
      const start = folder === "" ? "" : `${folder}/`;
      const inside = Object.entries(files).filter(([path]) => path.startsWith(start));
      if (inside.length === 0) return undefined;
      return inside.map(([path, content]) => ({
        name: path.slice(start.length),
        kind: typeof content === "string" || content instanceof Uint8Array ? "file" : content.kind,
      }));
    },
    read: async (path, maxBytes): Promise<FileContent> => {
      const content = files[path];
      if (typeof content !== "string" && !(content instanceof Uint8Array)) return { kind: "missing" };
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return bytes.length > maxBytes ? { kind: "too-big" } : { kind: "bytes", bytes };
    },
  };
}

/** The manifests of `customers/` as they are written here, with the built-in roles and no shared secrets. */
export function load(
  files: Parameters<typeof memoryFiles>[0],
  sharedSecrets: readonly string[] = [],
): Promise<LoadedManifests> {
  return loadManifests({
    folder: "customers",
    files: memoryFiles(files),
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
    sharedSecrets,
    today: "2026-11-22",
  });
}

/** One problem on one line, the way a test states it: `3:7 unknown-role …`, warnings marked. */
export function lines(loaded: Pick<LoadedManifests, "diagnostics">): readonly string[] {
  return loaded.diagnostics.map(({ at, code, hint, severity, summary }) => {
    const finding = severity === "warning" ? " (warning)" : "";
    return `${at?.line}:${at?.column} ${code}${finding}: ${summary}${hint === undefined ? "" : ` | ${hint}`}`;
  });
}
