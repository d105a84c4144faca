import type { Admin, CustomerManifest, User } from "#schemas/customer";
import { toEmailKey, type EmailKey } from "../../model/ids.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../../model/customer/roles.ts";
import type { ManifestDiagnostic, Path, Push } from "../manifest-diagnostic.ts";

/** What a rule looks at: one manifest that fits the schema, merged over the defaults. */
export interface RuleContext {
  readonly manifest: CustomerManifest;
  readonly catalogue: RoleCatalogue;
  readonly dialect: AdminDialect;
  readonly sharedSecrets: readonly string[];
  /** The date of the run, e.g. `2026-12-24`. */
  readonly today: string;
  readonly push: Push;
}

/** Pushes a fault for everything it finds wrong. */
export type Rule = (context: RuleContext) => void;

/** A person of the manifest, under `admins` or `users`, and where. */
export interface Person {
  readonly entry: Admin | User;
  readonly key: EmailKey;
  readonly admin: boolean;
  readonly present: boolean;
  readonly path: Path;
}

/** Everyone the manifest names, admins first. */
export function people(manifest: CustomerManifest): readonly Person[] {
  const list = (name: "admins" | "users"): Person[] =>
    (manifest[name] ?? []).map((entry, index) => ({
      entry,
      key: toEmailKey(entry.email),
      admin: name === "admins",
      present: entry.state !== "absent",
      path: [name, index],
    }));
  return [...list("admins"), ...list("users")];
}

type Rest = Partial<Pick<ManifestDiagnostic, "hint" | "under" | "conceal">>;

/** A fault that keeps the customer out of the plan. */
export const error = (code: string, path: Path, summary: string, rest: Rest = {}): ManifestDiagnostic => ({
  code,
  severity: "error",
  path,
  summary,
  under: "value",
  ...rest,
});

/** A fault that is only said. */
export const warning = (code: string, path: Path, summary: string, rest: Rest = {}): ManifestDiagnostic => ({
  ...error(code, path, summary, rest),
  severity: "warning",
});
