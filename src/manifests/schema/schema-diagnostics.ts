import type { ErrorObject } from "ajv";
import { defined } from "../../model/json/defined.ts";
import { SECRET_FIELDS } from "../../model/customer/kinds.ts";
import { canonicalJson, isJsonObject, type Json } from "../../model/json/json.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { codeSpan, pathText, quoted, type ManifestDiagnostic, type Path } from "../manifest-diagnostic.ts";
import { parsePointer, valueAt } from "../../model/json/json-pointer.ts";
import { keysAt } from "./known-keys.ts";
import { nearest } from "../../model/text/nearest.ts";

/** A validator as schemas/compile.mjs makes it. */
export interface CompiledSchema<T> {
  readonly validate: ((data: unknown) => data is T) & { errors?: ErrorObject[] | null };
  /** The keys that objects may have, by where they stand: `/pbxs/*`. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** Checks a value; each fault of the schema becomes one plain sentence. `data` is there when nothing is wrong. */
export function checkSchema<T>(
  schema: CompiledSchema<T>,
  value: Json,
): { readonly data?: T; readonly faults: readonly ManifestDiagnostic[] } {
  if (schema.validate(value)) return { data: value, faults: [] };
  const errors = (schema.validate.errors ?? []).slice(0, MAX_ERRORS);
  return { faults: plainErrors(errors).map((error) => translate(error, value, schema.keys)) };
}

/** More than anybody reads at once, and a bound for a file of a million faults. */
const MAX_ERRORS = 500;

/** Without what follows from another error: alternatives of suggestions, `if`, and the rest about a value of a wrong type. */
function plainErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const own = errors.filter((error) => error.keyword !== "if" && !/\/anyOf(?:\/|$)/.test(error.schemaPath));
  const mistyped = new Set(
    own.filter((error) => error.keyword === "type").map((error) => error.instancePath),
  );
  return own.filter((error) => error.keyword === "type" || !mistyped.has(error.instancePath));
}

type Translated = Omit<ManifestDiagnostic, "severity" | "path" | "under"> &
  Partial<Pick<ManifestDiagnostic, "path" | "under">>;

function translate(
  error: ErrorObject,
  root: Json,
  keys: CompiledSchema<unknown>["keys"],
): ManifestDiagnostic {
  const path = parsePointer(error.instancePath, root);
  const name = path.length === 0 ? "the file" : `\`${pathText(path.slice(nameStart(path)))}\``;
  const value = valueAt(root, path);
  const translated = sentence({ error, path, name, value, keys });
  const last = path.findLast((part) => typeof part === "string");
  const conceal = typeof last === "string" && looksSecret(last) && !isJsonObject(value);
  return { severity: "error", path, under: "value", ...(conceal ? { conceal } : {}), ...translated };
}

/** A list item is called by its list: `roles[0]`. */
const nameStart = (path: Path): number =>
  Math.max(
    0,
    path.findLastIndex((part) => typeof part === "string"),
  );

interface Subject {
  readonly error: ErrorObject;
  readonly path: Path;
  readonly name: string;
  readonly value: Json | undefined;
  readonly keys: CompiledSchema<unknown>["keys"];
}

function sentence(subject: Subject): Translated {
  const { error, name } = subject;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(subject, String(params["additionalProperty"]));
    case "required":
      return missingKey(subject, String(params["missingProperty"]));
    case "type":
      return wrongType(subject, params["type"]);
    case "enum":
      return notAllowed(subject, params["allowedValues"]);
    case "const":
      return {
        code: "wrong-value",
        summary: `${name} must be ${canonicalJson(toJson(params["allowedValue"]))}`,
      };
    case "minLength":
      return { code: "too-short", summary: `${name} must not be empty` };
    case "maxLength":
      return {
        code: "too-long",
        summary: `${name} must not be longer than ${String(params["limit"])} characters`,
      };
    case "minimum":
    case "maximum":
      return {
        code: "out-of-range",
        summary: `${name} must be ${String(params["comparison"])} ${String(params["limit"])}`,
      };
    default:
      return { code: "wrong-value", summary: `${name} ${error.message ?? "is not valid"}` };
  }
}

function unknownKey({ error, path, keys }: Subject, key: string): Translated {
  const known = keysAt(keys, error.instancePath);
  const meant = nearest(key, known);
  const names = known.map((item) => `\`${item}\``).join(", ");
  const hint = meant === undefined ? `known keys: ${names}` : `did you mean \`${meant}\`?`;
  const secret = looksSecret(key) ? { conceal: true as const } : {};
  return {
    code: "unknown-key",
    summary: `unknown key ${codeSpan(key)}${path.length === 0 ? "" : ` in ${pathText(path)}`}`,
    ...(names === "" ? {} : { hint }),
    path: [...path, key],
    under: "key",
    ...secret,
  };
}

function missingKey({ path, value }: Subject, key: string): Translated {
  const where = path.length === 0 ? "" : ` in ${pathText(path)}`;
  const empty = isJsonObject(value) && Object.keys(value).length === 0;
  return {
    code: "missing-key",
    summary: `\`${key}\` is missing${where}`,
    hint: `add \`${key}: …\``,
    under: path.length === 0 || empty || typeof path.at(-1) === "number" ? "value" : "key",
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  boolean: "a boolean",
  integer: "an integer",
  number: "a number",
  array: "a list",
  object: "a mapping",
  null: "null",
};

function wrongType({ name, path, value }: Subject, type: unknown): Translated {
  const last = path.at(-1);
  const key = typeof last === "string" ? last : "";
  if (SECRET_FIELDS.has(key) && typeof value !== "object") {
    return {
      code: "literal-secret",
      summary: `${name} must name a secret, not contain it`,
      hint: "use `{ secret: NAME }`, and rotate the secret if this file was ever pushed",
      conceal: true,
    };
  }
  const wanted = (Array.isArray(type) ? type : [type]).filter(
    (item) => item !== "null" || value === undefined,
  );
  const words = wanted.map((item) => TYPE_NAMES[String(item)] ?? String(item)).join(" or ");
  const hint = typeHint(wanted, value);
  return {
    code: "wrong-type",
    summary: `${name} must be ${words}, got ${typeName(value)}`,
    ...defined({ hint }),
  };
}

function typeHint(wanted: readonly unknown[], value: Json | undefined): string | undefined {
  if (wanted.includes("string") && (typeof value === "number" || typeof value === "boolean")) {
    return "put the value in quotes";
  }
  if (wanted.includes("boolean") && typeof value === "string") return "write true or false, without quotes";
  if (wanted.includes("array")) return "start each item with `- `";
  return undefined;
}

function typeName(value: Json | undefined): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? "a boolean" : "a mapping";
}

function notAllowed({ name, value }: Subject, allowed: unknown): Translated {
  const names = Array.isArray(allowed) ? allowed.map((item) => String(item)) : [];
  const text = typeof value === "string" ? value : "";
  const meant = nearest(text, names);
  const all = names.map((item) => quoted(item)).join(", ");
  return {
    code: "wrong-value",
    summary: `${name} cannot be ${text === "" ? typeName(value) : quoted(text)}`,
    hint: meant === undefined ? `allowed values: ${all}` : `did you mean ${quoted(meant)}?`,
  };
}

const toJson = (value: unknown): string => (typeof value === "string" ? value : String(value));
