import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { SecretSource } from "../../model/ports/memory.ts";
import { SecretText } from "../../model/ports/secret-text.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { errorCode } from "../../model/network/error-code.ts";
import type { ProcessEnvironment } from "../tokens/credentials.ts";
import { parseSecrets, type SecretsText } from "./secrets-file.ts";

/** The only variables that a manifest's secrets can reach begin so. */
export const SECRET_PREFIX = "DIMCTL_SECRET_";

/**
 * Resolves `{ secret: NAME }` (ARCHITECTURE.md, The manifest): the variable DIMCTL_SECRET_<NAME>, else the secrets file. An empty value counts as
 * not there, because CI systems leave an empty variable for a secret that does not exist. Throws a DiagnosticsError when the file is
 * not well formed; no problem ever shows a value.
 */
export function secretSource(options: {
  readonly env: ProcessEnvironment;
  readonly file?: SecretsText;
}): SecretSource {
  const { env, file } = options;
  const inFile = file === undefined ? new Map<string, string>() : parseSecrets(file);
  return (name) => {
    if (!SECRET_NAME.test(name)) return undefined;
    const variable = `${SECRET_PREFIX}${name}`;
    const value = Object.hasOwn(env, variable) ? env[variable] : undefined;
    return toSecretText(value) ?? toSecretText(inFile.get(name));
  };
}

/** What a secret may be called; the name is part of a variable's name. */
const SECRET_NAME = /^[A-Za-z0-9_]+$/;

function toSecretText(value: string | undefined): SecretText | undefined {
  return value === undefined || value === "" ? undefined : new SecretText(value);
}

const LARGEST_FILE = 1024 * 1024;

/**
 * Reads a secrets file, UTF-8, at most 1 MiB; a relative path starts at `directory`. Throws a DiagnosticsError of kind input
 * that says why it cannot be read.
 */
export async function readSecretsFile(path: string, directory: string): Promise<SecretsText> {
  const file = resolve(directory, path);
  const size = await stat(file).then(
    (found) => {
      if (found.isDirectory()) return "it is a directory";
      // A device or a pipe may never end.
      return found.isFile() ? found.size : "it is not a regular file";
    },
    (error: unknown) => describeFailure(error),
  );
  if (typeof size === "string") throw unreadable(path, size);
  if (size > LARGEST_FILE) throw unreadable(path, "larger than 1 MiB");
  try {
    const bytes = await readFile(file);
    return { path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    throw unreadable(path, error instanceof TypeError ? "not UTF-8" : describeFailure(error));
  }
}

function describeFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === "ENOENT") return "not found";
  if (code === "EACCES") return "permission denied";
  return code ?? "could not be opened";
}

function unreadable(path: string, reason: string): DiagnosticsError {
  return new DiagnosticsError([
    {
      code: "secrets-file-unreadable",
      severity: "error",
      summary: `the secrets file ${path} cannot be read: ${reason}`,
      hint: "set `--secrets` or DIMCTL_SECRETS_FILE to the path of a dotenv or JSON file",
    },
  ]);
}
