/** Every key of the customer schema: its row in the field tables, and the way of its value to the service and back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { keys } from "#schemas/customer";
import { keys as defaultsKeys } from "#schemas/defaults";
import { CUSTOMER_KEYS, PBX_KEYS, USER_KEYS } from "../../../../src/model/customer/field-tables.ts";
import type { FieldFact, KeyFact } from "../../../../src/model/customer/field-fact.ts";
import type { Json, JsonObject } from "../../../../src/model/json/json.ts";
import { PBX_WIRE_TYPES } from "../../../../src/model/customer/pbx-types.ts";
import { openStage } from "../../commands/stage.ts";

/** Any node of the JSON Schema. */
type Schema = ReturnType<typeof JSON.parse>;
const SCHEMA: Schema = JSON.parse(readFileSync("schemas/customer.schema.json", "utf8"));

/** One key of the schema: `features.agent` of a customer. */
interface Row {
  readonly title: string;
  readonly key: string;
  readonly schema: Schema;
  readonly fact: KeyFact | undefined;
}

const ROWS: readonly Row[] = [
  ...rows("customer", SCHEMA, CUSTOMER_KEYS),
  ...rows("pbx", SCHEMA.$defs.pbx, PBX_KEYS),
  ...rows("admin", SCHEMA.$defs.admin, USER_KEYS),
  ...rows("user", SCHEMA.$defs.user, USER_KEYS),
];
const FIELDS = ROWS.flatMap((row) =>
  row.fact === undefined || "structure" in row.fact ? [] : [{ ...row, fact: row.fact }],
);

describe("the field tables", () => {
  test("have a row for each key of the schema, and no other", () => {
    expect(ROWS.filter(({ fact }) => fact === undefined).map(({ title }) => title)).toEqual([]);
    const namesOf = (kind: string): readonly string[] =>
      ROWS.filter(({ title }) => title.startsWith(`${kind} `)).map(({ key }) => key);
    expect(Object.keys(CUSTOMER_KEYS).toSorted()).toEqual(namesOf("customer").toSorted());
    expect(Object.keys(PBX_KEYS).toSorted()).toEqual(namesOf("pbx").toSorted());
    expect(Object.keys(USER_KEYS).toSorted()).toEqual(namesOf("user").toSorted());
  });

  test("leave out no object of the schema that has keys", () => {
    const places = Object.entries(keys).filter(([, names]) => names.join(" ") !== "secret");
    expect(places.map(([place]) => place).toSorted()).toEqual([
      "",
      "/admins/*",
      "/approve/*",
      "/features",
      "/manage",
      "/pbxs/*",
      "/users/*",
    ]);
  });

  test("hold for the defaults file, which has all keys but those of one customer", () => {
    const own = ["reference", "previouslyReference", "state", "admins", "users"];
    const shared = (keys[""] ?? []).filter((key) => !own.includes(key));
    expect(defaultsKeys[""]?.toSorted()).toEqual(shared.toSorted());
  });

  test.each(FIELDS)("say of $title what the schema says", ({ schema, fact }) => {
    const types = [schema.type].flat().filter((type: string) => type !== "null" && type !== "object");
    const isReference = schema.properties?.secret !== undefined;
    const secret = isReference ? (types.length === 0 ? "named" : "either") : undefined;
    expect(fact.secret === "literal" ? undefined : fact.secret).toBe(secret);
    expect(fact.type).toBe(types[0] ?? "string");
    if (fact.max !== undefined) expect(schema.maxLength).toBe(fact.max);
    expect(fact.nonEmpty === true || fact.required === true).toBe(schema.minLength !== undefined);
  });
});

describe("a manifest with every key of the schema", () => {
  test("reaches the service whole, and reads and an import show it again", async ({ onTestFinished }) => {
    const stage = await openStage(
      onTestFinished,
      {},
      { customerFields: "rich", pbxFields: "rich", unknownKeys: "refused" },
    );
    await stage.write("customers/acme.yaml", JSON.stringify(MANIFEST));
    await stage.write("dimctl.yaml", `sharedSecrets: [ALPINE_0003_3CX_LICENSE]\npolicy: ${POLICY}\n`);
    await stage.write("secrets.json", JSON.stringify(SECRETS));
    const secrets = ["--secrets", join(stage.cwd, "secrets.json")];
    expect(await stage.call(["apply", "--yes", ...secrets])).toMatchObject({ code: 0 });

    const [customer] = Object.values(stage.emulator.state.customers);
    const pbxs = Object.values(customer?.pbxs ?? {});
    const users = Object.values(customer?.users ?? {});
    const stored: Readonly<Record<string, readonly unknown[]>> = {
      customer: [customer?.fields],
      pbx: pbxs.map(({ fields }) => fields),
      admin: users,
      user: users,
    };
    const lost = FIELDS.filter(({ title, key, schema, fact }) => {
      const expected = resolved(sampleOf(key, schema));
      const [kind = ""] = title.split(" ");
      return !stored[kind]?.some((object) =>
        isSame(valueAt(object, fact.path.split("/").slice(1)), expected),
      );
    });
    expect(lost.map(({ title }) => title)).toEqual([]);
    expect(pbxs.map(({ wireType }) => wireType).toSorted()).toEqual(Object.values(PBX_WIRE_TYPES).toSorted());

    expect(await stage.call(["plan", "--exit-code", ...secrets])).toMatchObject({ code: 0 });
    await stage.call(["import", "--customers", "imported"]);
    expect(parse(await stage.read("imported/acme-0042.yaml"))).toEqual(IMPORTED);
  });
});

const POLICY = JSON.stringify({
  "new-admin": "allow",
  charge: "allow",
  "send-email": "allow",
  "start-trial": "allow",
});
const SECRETS = { ACME_0042_KAZOO_KEY: "kazoo-key-value", ALPINE_0003_3CX_LICENSE: "licence-value" };

/** Every field of every object has the example of the schema; structure is written by hand. */
const MANIFEST = {
  apiVersion: "dimctl/v1",
  kind: "Customer",
  reference: "ACME-0042",
  ...objectOf("customer"),
  admins: [{ ...objectOf("admin"), login: true, roles: ["customer.user.supervisorl1"] }],
  pbxs: [
    { type: "kazoo", ...objectOf("pbx", (fact) => fact.onlyFor?.includes("kazoo") !== false) },
    { type: "3cx", ...objectOf("pbx", isOf3cx), name: "Other" },
  ],
};

/** As it was, but for what is for a creation only and what is a secret. */
const IMPORTED = {
  ...MANIFEST,
  trialDuration: undefined,
  admins: [{ ...objectOf("admin"), roles: ["customer.user.supervisorl1"] }],
  pbxs: MANIFEST.pbxs.map((pbx) => ({ ...pbx, apiKey: undefined, licenseKey: undefined })),
};

function isOf3cx(fact: FieldFact): boolean {
  return fact.onlyFor?.includes("3cx") !== false && fact.neededBy?.includes("kazoo") !== true;
}

function objectOf(kind: string, isWanted: (fact: FieldFact) => boolean = () => true): JsonObject {
  const object: Record<string, Json> = {};
  for (const { title, key, schema, fact } of FIELDS) {
    if (!title.startsWith(`${kind} `) || !isWanted(fact)) continue;
    const [first = "", member] = key.split(".");
    const sample = sampleOf(key, schema);
    const group = object[first];
    object[first] = member === undefined ? sample : { ...(isObject(group) ? group : {}), [member]: sample };
  }
  return object;
}

/** The schema's last example, or a value of its type that no object has unless it is sent. */
function sampleOf(key: string, schema: Schema): Json {
  const [example] = schema.properties?.secret?.examples?.map((secret: string) => ({ secret })) ?? [];
  const sample = schema.examples?.at(-1) ?? example;
  if (sample !== undefined) return sample;
  if (schema.type === "integer") return 7;
  return schema.type === "boolean" ? !key.startsWith("send") : "text";
}

function resolved(sample: Json): Json {
  if (!isObject(sample)) return sample;
  return Object.entries(SECRETS).find(([name]) => name === sample["secret"])?.[1] ?? sample;
}

function rows(kind: string, schema: Schema, table: Readonly<Record<string, KeyFact>>): readonly Row[] {
  return Object.entries<Schema>(schema.properties).flatMap(([name, written]) => {
    const node = written.$ref === undefined ? written : SCHEMA.$defs[written.$ref.split("/").at(-1)];
    const isGroup = node.type === "object" && node.properties !== undefined && !node.properties.secret;
    if (!isGroup) return [{ title: `${kind} ${name}`, key: name, schema: node, fact: table[name] }];
    return Object.entries<Schema>(node.properties).map(([member, inner]) => {
      const key = `${name}.${member}`;
      return { title: `${kind} ${key}`, key, schema: inner, fact: table[key] };
    });
  });
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), root);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
