import { readSecretsFile, secretSource } from "../../auth/secrets/secrets.ts";
import { defined } from "../../model/json/defined.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import { SecretText } from "../../model/ports/secret-text.ts";
import type { Io } from "../frame/io.ts";
import type { OptionValues } from "../frame/options.ts";

/** The sandbox makes up the secrets that are not there, so that everything works on a fresh clone. */
export async function openSecrets(
  options: Pick<OptionValues, "secrets">,
  io: Io,
  isSandbox: boolean,
): Promise<SecretSource> {
  const path = options.secrets ?? io.env["DIMCTL_SECRETS_FILE"];
  const file = path === undefined || path === "" ? undefined : await readSecretsFile(path, io.cwd);
  const given = secretSource({ env: io.env, ...defined({ file }) });
  return (name) => {
    const value = given(name) ?? (isSandbox ? new SecretText(`sandbox-${name.toLowerCase()}`) : undefined);
    io.registerSecret(value?.reveal());
    return value;
  };
}
