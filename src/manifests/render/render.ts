import { Document, isMap, type YAMLMap } from "yaml";
import { toReference, type Reference } from "../../model/ids.ts";
import type { Json } from "../../model/json.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, PBX_WIRE_TYPES } from "../../model/customer/kinds.ts";
import type { ObservedPbx, PresentCustomer } from "../../model/customer/observed.ts";
import type { AdminRoles, RoleCatalogue } from "../../model/customer/roles.ts";
import { isCountryCode } from "../rules/countries.ts";
import { looksSecret } from "../yaml/excerpt.ts";
import { renderPeople, type RenderedPerson } from "./render-people.ts";
import { secretPrefix } from "../secret-shape.ts";

/** A live customer to be imported. */
export interface RenderedCustomer {
  readonly reference: Reference | string;
  readonly customer: PresentCustomer;
  readonly catalogue: RoleCatalogue;
  readonly adminRoles: AdminRoles;
}

/**
 * A manifest that says what Dimensions shows of a customer: planned at once, it changes nothing. What is not shown, or
 * cannot be said without changing something, is in comments. A customer without any admin gives `admins: []`, which
 * does not validate until someone is named.
 */
export function renderManifest({ reference, customer, catalogue, adminRoles }: RenderedCustomer): string {
  const people = renderPeople(customer.users, catalogue, adminRoles);
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

/** Someone of whom only the address is known is best left out. */
const saysSomething = (entry: RenderedPerson["entry"]): boolean => "roles" in entry || "login" in entry;

/** A scalar that can are in a manifest and be read back as it was: no control characters in it. */
const isWritable = (value: Json | undefined): value is Json =>
  value !== undefined &&
  !(typeof value === "string" && /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u.test(value));

/** In the table's order; `trialDuration` has no meaning after the creation, and a null means nothing to manage. */
function customerFields({ fields }: PresentCustomer): Record<string, Json> {
  const written: Record<string, Json> = {};
  const features: Record<string, Json> = {};
  for (const { name, createOnly } of CUSTOMER_FIELDS) {
    const value = fields.get(name);
    if (createOnly === true || !isWritable(value) || value === null || !isValid(name, value)) continue;
    if (!name.startsWith("features.")) written[name] = value;
    else {
      features[name.slice("features.".length)] = value;
      written["features"] = features;
    }
  }
  return written;
}

const isValid = (name: string, value: Json): boolean =>
  (name !== "countryCode" || (typeof value === "string" && isCountryCode(value))) &&
  (name !== "tenantProfileType" || value !== "");

const isNamedOnce = (pbxs: readonly ObservedPbx[]): boolean =>
  new Set(pbxs.map(({ name }) => name)).size === pbxs.length &&
  pbxs.every(({ name }) => name.trim() === name && name !== "");

function pbxFields({ name, wireType, fields }: ObservedPbx): Record<string, Json> {
  const type = pbxType(wireType);
  const known = new Set(PBX_FIELDS.map((row) => row.name));
  const written: Record<string, Json> = { type, name, ...(type === "other" ? { wireType } : {}) };
  const settings: Record<string, Json> = {};
  for (const [field, value] of fields) {
    if (!isWritable(value) || value === null || looksSecret(field) || field === "name") continue;
    if (!isValid(field, value)) continue;
    if (known.has(field)) written[field] = value;
    else settings[field] = value;
  }
  return Object.keys(settings).length === 0 ? written : { ...written, settings };
}

const pbxType = (wireType: string): "kazoo" | "3cx" | "other" => {
  if (wireType === PBX_WIRE_TYPES.kazoo) return "kazoo";
  return wireType === PBX_WIRE_TYPES["3cx"] ? "3cx" : "other";
};

/** What a connection of this type has and Dimensions does not show, ready to be filled in. */
function pbxComments({ wireType, fields }: ObservedPbx, reference: Reference): readonly string[] {
  const prefix = secretPrefix(reference);
  const lines = {
    kazoo: [
      ["hostRest", "hostRest: https://…"],
      ["hostWebsocket", "hostWebsocket: wss://…"],
      ["accountId", "accountId: …"],
      ["", `apiKey: { secret: ${prefix}KAZOO_KEY }`],
    ],
    "3cx": [["", `licenseKey: { secret: ${prefix}3CX_LICENSE }`]],
    other: [],
  }[pbxType(wireType)];
  const hidden = lines
    .filter(([field]) => field === undefined || !fields.has(field))
    .map(([, line]) => line ?? "");
  return hidden.length === 0 ? [] : ["not shown by Dimensions; fill in to manage it:", ...hidden];
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
