import { Document, isMap, type YAMLMap } from "yaml";
import { toReference, type Reference } from "../../model/ids.ts";
import type { Json } from "../../model/json/json.ts";
import type { FieldFact } from "../../model/customer/field-fact.ts";
import { CUSTOMER_FIELDS, fieldFact, holdsSecret, PBX_FIELDS } from "../../model/customer/kinds.ts";
import { pbxTypeOf } from "../../model/customer/pbx-types.ts";
import type { ObservedPbx, PresentCustomer } from "../../model/customer/observed.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../../model/customer/roles.ts";
import { isCountryCode } from "../rules/values/countries.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { renderPeople, type RenderedPerson } from "./render-people.ts";
import { secretPrefix } from "../secret-shape.ts";

/** A live customer to be imported. */
export interface RenderedCustomer {
  readonly reference: Reference | string;
  readonly customer: PresentCustomer;
  readonly catalogue: RoleCatalogue;
  readonly dialect: AdminDialect;
}

/**
 * A manifest that says what Dimensions shows of a customer: planned at once, it changes nothing. What is not shown, or
 * cannot be said without changing something, is in comments. A customer without any admin gives `admins: []`, which
 * does not validate until someone is named.
 */
export function renderManifest({ reference, customer, catalogue, dialect }: RenderedCustomer): string {
  const people = renderPeople(customer.users, catalogue, dialect);
  const admins = people.filter(({ admin }) => admin);
  const users = people.filter(({ admin, entry }) => !admin && saysSomething(entry));
  const pbxs = isNamedOnce(customer.pbxs) ? customer.pbxs : [];
  const document = new Document({
    apiVersion: "dimctl/v1",
    kind: "Customer",
    reference,
    ...customerFields(customer),
    ...(pbxs.length === 0 ? {} : { pbxs: pbxs.map((pbx) => pbxFields(pbx)) }),
    admins: admins.map(({ entry }) => entry),
    ...(users.length === 0 ? {} : { users: users.map(({ entry }) => entry) }),
  });
  if (document.contents !== null)
    document.contents.commentBefore = " yaml-language-server: $schema=../schemas/customer.schema.json";
  for (const [index, pbx] of pbxs.entries()) {
    comment(document, ["pbxs", index], pbxComments(pbx, toReference(reference)));
  }
  for (const [list, group] of [
    ["admins", admins],
    ["users", users],
  ] as const) {
    for (const [index, { comments }] of group.entries()) comment(document, [list, index], comments);
  }
  const left = customer.users.length - admins.length - users.length;
  const notes = [
    ...(pbxs.length === 0 ? ["no key `pbxs`: connections are unmanaged"] : []),
    ...(admins.length === 0 ? ["no admin yet: add one under `admins`"] : []),
    ...(left === 0
      ? []
      : [`${left} more ${left === 1 ? "user" : "users"} in Dimensions: unmanaged (ignored)`]),
  ];
  document.comment = notes.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A person of whom only the address is known is left out. */
const saysSomething = (entry: RenderedPerson["entry"]): boolean => "roles" in entry || "login" in entry;

/** A scalar that can are in a manifest and be read back as it was: no control characters in it. */
const isWritable = (value: Json | undefined): value is Json =>
  value !== undefined &&
  !(typeof value === "string" && /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u.test(value));

/** In the table's order; what is for a creation only has no meaning after it, and a null says nothing worth wishing for. */
function customerFields({ fields }: PresentCustomer): Record<string, Json> {
  const written: Record<string, Json> = {};
  const groups: Record<string, Record<string, Json>> = {};
  for (const fact of CUSTOMER_FIELDS) {
    const value = fields.get(fact.name);
    if (fact.createOnly === true || !isWritable(value) || value === null || !isValid(fact, value)) continue;
    const [group = "", member] = fact.name.split(".");
    if (member === undefined) written[group] = value;
    else written[group] = groups[group] = { ...groups[group], [member]: value };
  }
  return written;
}

const isValid = ({ format, nonEmpty }: FieldFact, value: Json): boolean =>
  (format !== "country-code" || (typeof value === "string" && isCountryCode(value))) &&
  (nonEmpty !== true || value !== "");

const isNamedOnce = (pbxs: readonly ObservedPbx[]): boolean =>
  new Set(pbxs.map(({ name }) => name)).size === pbxs.length &&
  pbxs.every(({ name }) => name.trim() === name && name !== "");

function pbxFields({ name, wireType, fields }: ObservedPbx): Record<string, Json> {
  const type = pbxTypeOf(wireType);
  const known = new Set<string>(PBX_FIELDS.map((row) => row.name));
  const written: Record<string, Json> = { type, name, ...(type === "other" ? { wireType } : {}) };
  for (const [field, value] of fields) {
    if (!isWritable(value) || value === null || looksSecret(field) || field === "name") continue;
    if (known.has(field) && isValid(fieldFact("pbx", field), value)) written[field] = value;
  }
  return written;
}

/** What a connection of this type needs and Dimensions does not show, ready to be filled in. */
function pbxComments({ wireType, fields }: ObservedPbx, reference: Reference): readonly string[] {
  const type = pbxTypeOf(wireType);
  const hidden = PBX_FIELDS.filter(
    (field) => field.neededBy?.includes(type) === true && (holdsSecret(field) || !fields.has(field.name)),
  );
  const lines = hidden.map((field) => {
    const { name, placeholder = "…" } = field;
    const value = holdsSecret(field) ? `{ secret: ${secretPrefix(reference)}${placeholder} }` : placeholder;
    return `${name}: ${value}`;
  });
  // What nobody knows may be a key under a harmless name: its value is not copied into a repository.
  const known = new Set<string>(PBX_FIELDS.map((row) => row.name));
  const others = [...fields.keys()].filter((name) => !known.has(name)).map((name) => JSON.stringify(name));
  return [
    ...(lines.length === 0 ? [] : ["not shown by Dimensions; fill in to manage it:", ...lines]),
    ...(others.length === 0 ? [] : [`further settings in Dimensions, not imported: ${others.join(", ")}`]),
  ];
}

function comment(
  document: Document,
  path: readonly (string | number)[],
  lines: RenderedPerson["comments"],
): void {
  const node = document.getIn(path, true);
  if (isMap(node) && lines.length > 0) below(node, lines);
}

function below(node: YAMLMap, lines: readonly string[]): void {
  node.comment = lines.map((line) => ` ${line}`).join("\n");
}
