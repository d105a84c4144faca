import type { ErrorObject } from "ajv";
import { validate as validateSeed, type EmulatorSeed } from "#schemas/seed";
import { validate as validateSnapshot } from "#schemas/snapshot";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { isJsonObject } from "../../model/json/json.ts";
import { pointerSegments } from "../../model/json/json-pointer.ts";
import type { EmulatorState } from "./state.ts";

/** A seed or a snapshot that was read from `file`; a DiagnosticsError names everything that is wrong with it. */
export function readSeed(value: unknown, file: string): EmulatorSeed | EmulatorState {
  if (isJsonObject(value) && "version" in value) {
    if (isSnapshot(value)) return value;
    throw notUsable(validateSnapshot.errors ?? [], "state", file);
  }
  if (validateSeed(value)) return value;
  throw notUsable(validateSeed.errors ?? [], "seed", file);
}

/** A snapshot is our own file: only its outline is checked. */
function isSnapshot(value: unknown): value is EmulatorState {
  return validateSnapshot(value);
}

function notUsable(errors: readonly ErrorObject[], root: string, file: string): DiagnosticsError {
  const inOrder = [...errors.filter((error) => !isUnknownKey(error)), ...errors.filter(isUnknownKey)];
  const diagnostics = inOrder.map((error) => ({
    code: "emulator-seed",
    severity: "error" as const,
    summary: `${file}: ${sentence(error, `${root}${dotted(error.instancePath)}`)}`,
    hint: "allowed keys: accounts, customers, directories, foreignInstances, extraRoles, clients; all are optional",
  }));
  return new DiagnosticsError(diagnostics);
}

function isUnknownKey({ keyword }: ErrorObject): boolean {
  return keyword === "additionalProperties";
}

/** `/customers/0/fields` as `.customers[0].fields`. */
function dotted(pointer: string): string {
  return pointerSegments(pointer)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join("");
}

function sentence(error: ErrorObject, at: string): string {
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "required":
      return `${at}.${String(params["missingProperty"])} is missing`;
    case "additionalProperties":
      return `${at}.${String(params["additionalProperty"])} is unknown`;
    case "const":
      return `${at} must be ${String(params["allowedValue"])}`;
    default:
      return `${at} must be ${TYPE_NAMES[String(params["type"])] ?? String(params["type"])}`;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  boolean: "a boolean",
  number: "a number",
  object: "an object",
  array: "a list",
};
