import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** The schemas as a stranger would use them: read from their files, compiled by ajv. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const planSchema = compile("plan.schema.json");
const resultSchema = compile("result.schema.json");

interface Outcome {
  readonly key: string;
  readonly outcome?: { readonly status: string; readonly why?: string };
}

interface Document {
  readonly customers?: readonly {
    readonly reference: string;
    readonly changes: readonly Outcome[];
    readonly remaining?: readonly { readonly text: string }[];
  }[];
}

/** What is wrong with a plan document: as JSON, or against its schema. */
export function planProblems(text: string): readonly string[] {
  return problemsOf(text, planSchema);
}

/** The same of a result document; and what of it was not done. */
export function resultProblems(text: string): readonly string[] {
  return [...problemsOf(text, resultSchema), ...undone(text)];
}

/** What is wrong with a result document's form alone. */
export function resultFaults(text: string): readonly string[] {
  return problemsOf(text, resultSchema);
}

function compile(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(`schemas/${name}`, "utf8")) as object;
  ajv.addSchema(schema, name);
  const validate = ajv.getSchema(name);
  if (!validate) throw new Error(`${name} was not compiled`);
  return validate;
}

function problemsOf(text: string, validate: ValidateFunction): readonly string[] {
  const document = parsed(text);
  if (document === undefined) return [`not JSON: ${text.slice(0, 200)}`];
  return validate(document)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

function undone(text: string): readonly string[] {
  const { customers = [] } = parsed(text) ?? {};
  return customers.flatMap(({ reference, changes, remaining = [] }) => [
    ...changes
      .filter(({ outcome }) => outcome !== undefined && !["done", "unchanged"].includes(outcome.status))
      .map(({ key, outcome }) => `${reference} ${key}: ${JSON.stringify(outcome)}`),
    ...remaining.map((remainingDiff) => `${reference}: ${remainingDiff.text}`),
  ]);
}

function parsed(text: string): Document | undefined {
  try {
    return JSON.parse(text) as Document;
  } catch {
    return undefined;
  }
}
