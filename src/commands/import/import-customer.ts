import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { quoted } from "../../manifests/manifest-diagnostic.ts";
import { renderManifest } from "../../manifests/render/render.ts";
import type { PresentCustomer } from "../../model/customer/observed.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { errorCode } from "../../model/network/error-code.ts";
import { roleCatalogue } from "../../model/customer/roles.ts";
import type { LiveCustomer, ReadApi } from "../../remote/api.ts";
import { textCheck, type FaultOfText } from "./check-text.ts";
import type { Io } from "../frame/io.ts";

/** What became of a live customer: the kind of file that was written, and what is to be said about it. */
export interface ImportOutcome {
  readonly written: "manifest" | "draft" | "nothing";
  readonly diagnostic?: Diagnostic;
}

/** Where customers are imported to. */
interface ImportTarget {
  readonly folder: string;
  /** The files of the manifests in the folder, by reference. */
  readonly files: ReadonlyMap<string, string>;
  /** Manifests that exist are written over. */
  readonly force: boolean;
}

/** Writes one customer's manifest after the other, each reference once; what would not validate becomes a draft. */
export async function manifestWriter(
  target: ImportTarget,
  configuration: Configuration,
  io: Io,
): Promise<ManifestWriter> {
  return new ManifestWriter(target, configuration, io.cwd, await textCheck(target.folder, configuration, io));
}

class ManifestWriter {
  readonly #target: ImportTarget;
  readonly #configuration: Configuration;
  readonly #cwd: string;
  readonly #faultOf: FaultOfText;
  readonly #references = new Set<string>();
  /** The reference that each file belongs to. */
  readonly #owners: Map<string, string>;

  constructor(target: ImportTarget, configuration: Configuration, cwd: string, faultOf: FaultOfText) {
    this.#target = target;
    this.#configuration = configuration;
    this.#cwd = cwd;
    this.#faultOf = faultOf;
    this.#owners = new Map([...target.files].map(([reference, file]) => [file, reference]));
  }

  /** Reads the rest of a live customer and writes its manifest. Throws a DiagnosticsError when no file can be written. */
  async write(live: LiveCustomer, read: ReadApi): Promise<ImportOutcome> {
    const { folder, files, force } = this.#target;
    const { reference } = live;
    if (reference === undefined || reference === "") return skipped(withoutReference(live));
    if (this.#references.has(reference)) return skipped(referenceTwice(reference));
    this.#references.add(reference);
    const kept = files.get(reference);
    if (kept !== undefined && !force) return skipped(manifestExists(reference, kept));
    const file = kept ?? `${folder.replace(/\/+$/, "")}/${manifestFileName(reference)}`;
    const owner = this.#owners.get(file);
    if (owner !== undefined && owner !== reference) return skipped(fileIsTaken(file, owner, reference));
    this.#owners.set(file, reference);
    const customer = await readWhole(live, read);
    const { adminRoles: dialect, extraRoles } = this.#configuration;
    const text = renderManifest({ reference, customer, catalogue: roleCatalogue(extraRoles), dialect });
    return this.#writeFile(reference, file, text);
  }

  async #writeFile(reference: string, file: string, text: string): Promise<ImportOutcome> {
    const fault = await this.#faultOf(file, text);
    const path = fault === undefined ? file : `${file}.draft`;
    try {
      await writeFile(resolve(this.#cwd, path), text, { flag: this.#target.force ? "w" : "wx" });
    } catch (error) {
      if (errorCode(error) === "EEXIST") return skipped(fileExists(path));
      throw notWritten(path, error);
    }
    return fault === undefined
      ? { written: "manifest" }
      : { written: "draft", diagnostic: draftDiagnostic(reference, file, fault) };
  }
}

async function readWhole(live: LiveCustomer, read: ReadApi): Promise<PresentCustomer> {
  const [listed, pbxs, detailed] = await Promise.all([
    read.users(live.id),
    read.pbxs(live.id),
    read.customer(live.id),
  ]);
  const users = await Promise.all(
    listed.map(async (user) => (user.roles ? user : ((await read.user(live.id, user.id)) ?? user))),
  );
  const fields = new Map([...live.fields, ...(detailed?.fields ?? [])]);
  return { state: "present", tenantId: live.id, fields, pbxs, users, instances: [] };
}

/** `ACME-0042` → `acme-0042.yaml`: a file name on every system, whatever the reference holds. */
function manifestFileName(reference: string): string {
  const slug = reference
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${slug === "" ? "customer" : slug}.yaml`;
}

const skipped = (diagnostic: Diagnostic): ImportOutcome => ({ written: "nothing", diagnostic });

const warning = (code: string, summary: string, hint: string): Diagnostic => ({
  code,
  severity: "warning",
  summary,
  hint,
});

const withoutReference = (live: LiveCustomer): Diagnostic =>
  warning(
    "no-reference",
    `live customer ${live.id} has no reference and cannot be managed`,
    "set a reference in the portal",
  );

const referenceTwice = (reference: string): Diagnostic =>
  warning(
    "reference-twice",
    `ambiguous: several live customers have the reference ${quoted(reference)}; only the first is imported`,
    "set a unique reference for each in the portal; otherwise they cannot be managed",
  );

const manifestExists = (reference: string, file: string): Diagnostic =>
  warning(
    "manifest-exists",
    `${quoted(reference)} is already managed by ${file}; skipped`,
    "use `--force` to overwrite it",
  );

const fileExists = (path: string): Diagnostic =>
  warning("manifest-exists", `${path} already exists; skipped`, "use `--force` to overwrite it");

const fileIsTaken = (file: string, owner: string, reference: string): Diagnostic =>
  warning(
    "manifest-exists",
    `${file} is the manifest of ${quoted(owner)}; ${quoted(reference)} skipped`,
    "rename that file and import again",
  );

function draftDiagnostic(reference: string, file: string, fault: Diagnostic): Diagnostic {
  const rename = `then rename the file to ${file}`;
  return fault.code === "no-admin"
    ? warning(
        "draft",
        `${quoted(reference)} has no admin: written as ${file}.draft (not loaded)`,
        `add an admin under \`admins\`, ${rename}`,
      )
    : warning(
        "draft",
        `${quoted(reference)} written as ${file}.draft (not loaded): ${fault.summary}`,
        `fix it, ${rename}`,
      );
}

function notWritten(path: string, cause: unknown): DiagnosticsError {
  const summary = `${path} cannot be written (${errorCode(cause) ?? "unknown"})`;
  const hint = "choose another folder with `--customers`";
  return new DiagnosticsError(
    [{ code: "manifest-not-written", severity: "error", summary, hint }],
    "input",
    cause,
  );
}
