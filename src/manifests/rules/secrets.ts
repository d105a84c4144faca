import type { CustomerManifest } from "#schemas/customer";
import { holdsSecret } from "../../model/customer/kinds.ts";
import { declaredFields } from "./declared-fields.ts";
import { codeSpan, type Path } from "../manifest-diagnostic.ts";
import { isSecretShaped, secretPrefix } from "../secret-shape.ts";
import { error, type Rule } from "./rule.ts";

/** A place of the manifest that names a secret. */
export interface NamedSecret {
  readonly name: unknown;
  readonly path: Path;
  /** Keys beside `secret`, which mean nothing. */
  readonly others: readonly string[];
}

/** Every place that names a secret: only these can, whatever a text looks like. */
export function namedSecrets(manifest: CustomerManifest): readonly NamedSecret[] {
  const settings = (manifest.pbxs ?? []).flatMap((pbx, index) =>
    Object.entries(pbx.settings ?? {}).map(([name, value]) => ({
      value,
      path: ["pbxs", index, "settings", name],
    })),
  );
  const fields = declaredFields(manifest).filter(({ field }) => holdsSecret(field));
  return [...fields, ...settings].flatMap(({ path, value }) =>
    isSecretShaped(value)
      ? [{ name: value.secret, path, others: Object.keys(value).filter((key) => key !== "secret") }]
      : [],
  );
}

/**
 * A manifest reaches its own customer's secrets and the shared ones, and no others (ARCHITECTURE.md, The manifest). A name that is
 * no name may be the secret itself, so it is not shown.
 */
export const secretNames: Rule = ({ manifest, sharedSecrets, push }) => {
  const prefix = secretPrefix(manifest.reference);
  for (const { name, path, others } of namedSecrets(manifest)) {
    const at = [...path, "secret"];
    const hint = `use a name such as \`${prefix}KEY\` and set its value in the environment or the secrets file`;
    if (typeof name !== "string" || !/^[A-Z0-9][A-Z0-9_]*$/.test(name)) {
      const summary = "not a secret name: use upper-case letters, digits and `_`";
      push(error("bad-secret-name", at, summary, { hint, conceal: true }));
    } else if (!sharedSecrets.includes(name) && (!name.startsWith(prefix) || name === prefix)) {
      const summary = `secret ${codeSpan(name)} does not belong to this customer`;
      const own = `start the name with \`${prefix}\`, or list it under \`sharedSecrets\` in dimctl.yaml`;
      push(error("foreign-secret", at, summary, { hint: own }));
    }
    for (const key of others) {
      const summary = `unknown key ${codeSpan(key)} next to \`secret\``;
      push(error("unknown-key", [...path, key], summary, { under: "key", conceal: true }));
    }
  }
};
