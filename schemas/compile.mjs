// Makes, for each schemas/<name>.schema.json, a validator (dist/schemas/<name>.js) and its types (<name>.d.ts), so that
// ajv's compiler never runs at start-up and types cannot drift from schemas. Those of schemas/internal/ are of files that
// dimctl writes for itself: their validators fill defaults in and drop keys of another version; they are not shipped.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { compile as compileTypes } from "json-schema-to-typescript";

const SUFFIX = ".schema.json";
const FOLDER = dirname(fileURLToPath(import.meta.url));
const INTERNAL = join(FOLDER, "internal");
const TARGET = join(FOLDER, "..", "dist", "schemas");
/** Types that a schema may name in `tsType`, and where src/ declares them. */
const MODEL_TYPES = {
  ids: ["Reference", "TenantId", "UserId", "PbxId", "RoleId", "EmailKey", "SecretName", "ObjectKey"],
  "json/json": ["Json", "JsonObject"],
};

await mkdir(TARGET, { recursive: true });
const internal = await readSchemas(INTERNAL);
const all = new Map([...(await readSchemas(FOLDER)), ...internal]);
await Promise.all([...all.keys()].flatMap((file) => [writeValidator(file, all), writeTypes(file, all)]));

/** All schemas by file name, which is also how one refers to another: `customer.schema.json#/$defs/pbx`. */
async function readSchemas(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX)).toSorted();
  const read = async (file) => [file, JSON.parse(await readFile(join(folder, file), "utf8"))];
  return new Map(await Promise.all(files.map(read)));
}

/** One self-contained module that exports `validate`; everything ajv needs at run time is bundled into it. */
async function writeValidator(file, schemas) {
  const ajv = new Ajv2020({
    allErrors: !internal.has(file),
    allowUnionTypes: true,
    strictRequired: false,
    useDefaults: internal.has(file),
    removeAdditional: internal.has(file),
    code: { source: true, esm: true, lines: false },
  });
  addFormats.default(ajv);
  // Keywords that only editors and the type generator read.
  ajv.addVocabulary(["markdownDescription", "enumDescriptions", "defaultSnippets", "tsType", "tsEnumNames"]);
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  const code = `${standalone.default(ajv, ajv.getSchema(file))}
    export const keys = ${JSON.stringify(knownKeys(file, schemas))};`;
  await build({
    stdin: { contents: code, resolveDir: FOLDER, loader: "js" },
    outfile: join(TARGET, `${basename(file, SUFFIX)}.js`),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifyWhitespace: true,
    logLevel: "warning",
  });
}

/** The keys that objects may have, by where they stand in a document: `/pbxs/*`, `*` for any item or any key. */
function knownKeys(file, schemas) {
  const found = {};
  const walk = (node, home, place, depth) => {
    if (typeof node !== "object" || node === null || depth > 12) return;
    if (typeof node.$ref === "string") {
      const [name, pointer] = node.$ref.split("#");
      const target = name === "" ? home : name;
      walk(pointed(schemas.get(target), pointer), target, place, depth + 1);
    }
    if (node.properties !== undefined) found[place] = Object.keys(node.properties);
    for (const [key, member] of Object.entries(node.properties ?? {})) {
      walk(member, home, `${place}/${key}`, depth + 1);
    }
    walk(node.items, home, `${place}/*`, depth + 1);
    walk(node.additionalProperties, home, `${place}/*`, depth + 1);
  };
  walk(schemas.get(file), file, "", 0);
  return found;
}

function pointed(schema, pointer = "") {
  const parts = pointer.split("/").slice(1);
  return parts.reduce((node, key) => node?.[key], schema);
}

/** The types of one schema; the root type is the schema's title in PascalCase. */
async function writeTypes(file, schemas) {
  const schema = schemas.get(file);
  const root = typeName(schema.title ?? basename(file, SUFFIX));
  const foreign = new Map();
  const own = withForeignTypes(withoutLeafTitles(schema), schemas, foreign);
  const types = readonly(
    await compileTypes({ ...own, title: root }, root, {
      cwd: FOLDER,
      bannerComment: "",
      format: false,
      additionalProperties: false,
    }),
  );
  if (!new RegExp(`^export (interface|type) ${root}\\b`, "m").test(types)) {
    throw new Error(`${file}: its types have no ${root}; the schema's title names its root type`);
  }
  const declaration = [
    'import type { ErrorObject } from "ajv";',
    ...imports(types, foreign),
    types,
    "/** Whether the data fits the schema; when it does not, `errors` says why until the next call. */",
    `export declare const validate: ((data: unknown) => data is ${root}) & { errors?: ErrorObject[] | null };`,
    "/** The keys that objects may have, by where they stand: `/pbxs/*`, `*` for any item or any key. */",
    "export declare const keys: Readonly<Record<string, readonly string[]>>;",
    "",
  ].join("\n");
  await writeFile(join(TARGET, `${basename(file, SUFFIX)}.d.ts`), declaration);
}

/**
 * A definition of another schema is a type of that schema: `plan.schema.json#/$defs/note` is its `Note`, to be imported.
 * One with a title is named after the title and stays a copy. What is to be imported goes into `found`, by schema.
 */
function withForeignTypes(node, schemas, found) {
  if (Array.isArray(node)) return node.map((item) => withForeignTypes(item, schemas, found));
  if (typeof node !== "object" || node === null) return node;
  const [file, name] = typeof node.$ref === "string" ? node.$ref.split("#/$defs/") : [""];
  if (file !== "" && name !== undefined && schemas.get(file).$defs[name].title === undefined) {
    const tsType = typeName(name);
    found.set(file, (found.get(file) ?? new Set()).add(tsType));
    return { tsType };
  }
  const members = Object.entries(node).map(([key, value]) => [key, withForeignTypes(value, schemas, found)]);
  return Object.fromEntries(members);
}

/** The imports that the types need: from src/model, and from the types of other schemas. */
function imports(types, foreign) {
  const code = types.replaceAll(/\/\*[^]*?\*\//g, "");
  const isUsed = (name) => new RegExp(`\\b${name}\\b`).test(code);
  const line = (names, from) =>
    names.length === 0 ? [] : [`import type { ${names.join(", ")} } from "${from}";`];
  return [
    ...Object.entries(MODEL_TYPES).flatMap(([file, names]) =>
      line(names.filter(isUsed), `../../src/model/${file}.ts`),
    ),
    ...[...foreign].flatMap(([file, names]) => line([...names], `./${basename(file, SUFFIX)}.js`)),
  ];
}

/** A document is a value: nobody changes it in place. */
function readonly(types) {
  const members = types.replaceAll(/^("?[\w$-]+"?\??|\[k: string\]): /gm, "readonly $1: ");
  const lists = members.replaceAll(
    /(?<!readonly )(\b[A-Z]\w*|\b(?:string|number|boolean|unknown)|\([^()]*\))\[\]/g,
    "readonly $1[]",
  );
  if (/\}\[\]/.test(lists))
    throw new Error("a list of unnamed objects: give its items a definition of their own");
  return lists;
}

/** Titles of plain values are for editors: without this each would become a type alias of its own. */
function withoutLeafTitles(schema) {
  if (Array.isArray(schema)) return schema.map((item) => withoutLeafTitles(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const { title, ...rest } = schema;
  const named = typeof title === "string" && "properties" in rest && !("tsType" in rest);
  const members = Object.entries(rest).map(([key, value]) => [key, withoutLeafTitles(value)]);
  return { ...(named || typeof title === "object" ? { title } : {}), ...Object.fromEntries(members) };
}

function typeName(title) {
  return title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
