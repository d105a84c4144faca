import { mdTable } from "./md-table.ts";

/** What the reference reads of a JSON Schema. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The reference of a schema: a table of its keys for each object in it, the outermost first. */
export function schemaReference(root: Schema, outermost: string): string {
  const sections: { readonly title: string; readonly schema: Schema }[] = [
    { title: outermost, schema: root },
    ...Object.entries(root.properties ?? {})
      .filter(([, schema]) => hasTable(schema))
      .map(([key, schema]) => ({ title: `\`${key}\``, schema })),
    ...Object.values(root.$defs ?? {})
      .filter(isObject)
      .map((schema) => ({ title: schema.title ?? "", schema })),
  ];
  return sections.map(({ title, schema }) => section(title, schema, root)).join("\n\n");
}

/** The values of a list of named alternatives, e.g. the role ids, with what each means. */
export function alternatives({ anyOf = [] }: Schema, heading: string): string {
  const named = anyOf.filter((each) => each.const !== undefined);
  return mdTable(
    [heading, "what it is"],
    named.map(({ const: id = "", description = "" }) => [`\`${id}\``, description]),
  );
}

const isObject = ({ properties }: Schema): boolean => properties !== undefined;

/** An object whose keys say more than their names: the risks of `policy` all have the same values. */
const hasTable = ({ properties = {} }: Schema): boolean =>
  Object.values(properties).some(({ description, $ref }) => description !== undefined || $ref !== undefined);

function section(title: string, schema: Schema, root: Schema): string {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {}).map(([key, member]) => {
    const resolved = resolve(member, root);
    const name = required.has(key) ? `**\`${key}\`**` : `\`${key}\``;
    return [name, typeOf(key, member, root), defaultOf(resolved), describe(resolved)];
  });
  const text = mdTable(["key", "type", "default", "what it does"], rows);
  return [`#### ${title}`, schema.description?.replaceAll("<", "&lt;"), text].filter(Boolean).join("\n\n");
}

function resolve(schema: Schema, root: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split("/").at(-1) ?? "";
  const target = root.$defs?.[name];
  if (target === undefined) throw new Error(`${schema.$ref} is not a definition of this schema`);
  return target;
}

/** `string or null, at most 100 characters`; an object is named and linked. */
function typeOf(key: string, member: Schema, root: Schema): string {
  const schema = resolve(member, root);
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return values(schema.enum);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const names = types.map((type) => {
    if (type === "array") return listName(schema, root);
    return type === "object" ? objectName(key, member, root) : type;
  });
  return [names.join(" or "), bounds(schema)].filter((part) => part !== "").join(", ");
}

const values = (list: readonly string[]): string => list.map((value) => `\`${value}\``).join(", ");

function listName({ items = {} }: Schema, root: Schema): string {
  const item = resolve(items, root);
  if (items.$ref === undefined) return `list of ${String(item.type)}s`;
  const plural = `${lower(item.title)}s`;
  return `list of [${plural}](#${slug(isObject(item) ? item.title : plural)})`;
}

/** An object with a table, a map of named objects, a map to a few values, `{ secret: NAME }`, or anything. */
function objectName(key: string, member: Schema, root: Schema): string {
  const { properties, additionalProperties } = member;
  if (member.$ref !== undefined) return link(resolve(member, root).title);
  if (typeof additionalProperties === "object")
    return `map to ${link(resolve(additionalProperties, root).title)}`;
  if (properties?.["secret"] !== undefined) return "`{ secret: NAME }`";
  if (properties === undefined) return "map";
  return hasTable(member)
    ? `[map](#${slug(key)})`
    : `map to ${values(Object.values(properties)[0]?.enum ?? [])}`;
}

const link = (title = ""): string => `[${lower(title)}](#${slug(title)})`;

function bounds({ minimum, maximum, maxLength }: Schema): string {
  if (maxLength !== undefined) return `at most ${maxLength} characters`;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  return minimum === undefined ? "" : `${minimum} or more`;
}

const DEFAULT = / ?\bDefault: (.+?)\.?$/;

/** The schema's own default, else a single word that the description gives. */
function defaultOf({ default: value, description = "" }: Schema): string {
  const text = value === undefined ? DEFAULT.exec(description)?.[1] : String(value);
  return text === undefined || text.includes(" ") ? "" : `\`${text}\``;
}

/** The description without what other columns say, and an example. */
function describe(schema: Schema): string {
  const { description = "", examples = [] } = schema;
  const shown = defaultOf(schema);
  const text = (shown === "" ? description : description.replace(DEFAULT, ""))
    .replace(/,? at most \d+ characters\.$/, ".")
    .replace(/^At most \d+ characters\. ?/, "")
    .replaceAll("<", "&lt;");
  const example = examples[0] === undefined ? "" : `\`${exampleText(examples[0])}\``;
  return [text, example === "" || example === shown ? "" : `Example: ${example}`].filter(Boolean).join(" ");
}

function exampleText(example: unknown): string {
  if (typeof example === "string") return example;
  if (Array.isArray(example)) return `[${example.map((item) => exampleText(item)).join(", ")}]`;
  if (typeof example !== "object" || example === null) return String(example);
  const members = Object.entries(example).map(([key, value]) => `${key}: ${exampleText(value)}`);
  return `{ ${members.join(", ")} }`;
}

/** `PBX connection` stays what it is. */
const lower = (title = ""): string =>
  /^[A-Z][a-z]/.test(title) ? title.slice(0, 1).toLowerCase() + title.slice(1) : title;
const slug = (title = ""): string => title.toLowerCase().replaceAll(" ", "-");
