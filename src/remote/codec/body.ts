import { isJsonObject, type Json } from "../../model/json/json.ts";
import { pointerSegments } from "../../model/json/json-pointer.ts";
import { fieldFact, isMasked } from "../../model/customer/kinds.ts";
import { isSpelling, respell } from "../../model/customer/admin-dialect.ts";
import type { Kind } from "../../model/customer/kinds.ts";
import type { NewCustomer, NewPbx, NewUser, PatchOp } from "../api.ts";
import type { Encodings } from "./contract.ts";

/** A request body before it has one of its forms: what in it is ambiguous, and how it reads in given forms. */
export interface RequestBody {
  readonly ambiguous: ReadonlySet<keyof Encodings>;
  /** Values that must not come back in an error. */
  readonly secrets: readonly string[];
  text(encodings: Encodings): string;
}

/** Create Customer (CONTRACT.md section 4.2), with the first PBX inside when there is one (A2, A3). */
export function customerRequestBody(customer: NewCustomer): RequestBody {
  const trial = customer.fields.get("trialDuration");
  const ambiguous = new Set<keyof Encodings>();
  if (customer.firstPbx) ambiguous.add("pbx");
  if (trial !== undefined) ambiguous.add("trial");
  return {
    ambiguous,
    secrets: customer.firstPbx ? listSecrets(customer.firstPbx) : [],
    text(encodings) {
      const body = nested("customer", customer.fields);
      body["reference"] = customer.reference;
      if (encodings.trial === "string" && trial !== undefined) {
        delete body["trialDuration"];
        body["trialduration"] = typeof trial === "string" ? trial : JSON.stringify(trial);
      }
      const pbx = customer.firstPbx && pbxBody(customer.firstPbx);
      if (pbx && encodings.pbx === "object") body["pbxConnectionProfile"] = pbx;
      if (pbx && encodings.pbx === "array") body["pbxConnectionProfiles"] = [pbx];
      return JSON.stringify(body);
    },
  };
}

/** Create PBX (section 6). */
export function pbxRequestBody(pbx: NewPbx): RequestBody {
  return { ambiguous: new Set(), secrets: listSecrets(pbx), text: () => JSON.stringify(pbxBody(pbx)) };
}

/** Create User (section 5.3). */
export function userRequestBody(user: NewUser): RequestBody {
  const { email, displayName } = user;
  return {
    ambiguous: new Set(user.roles.some(isSpelling) ? (["adminRole"] as const) : []),
    secrets: [],
    text: (encodings) =>
      JSON.stringify({ email, displayName, roles: respell(user.roles, encodings.adminRole) }),
  };
}

/** A JSON Patch (A1, A5). Values that must not show are kept out of errors. */
export function patchRequestBody(kind: Kind, ops: readonly PatchOp[]): RequestBody {
  const ambiguous = new Set<keyof Encodings>();
  if (ops.some((op) => typeof op.value === "boolean")) ambiguous.add("booleans");
  if (ops.some((op) => isRolesPath(op.path) && strings(op.value).some(isSpelling))) {
    ambiguous.add("adminRole");
  }
  const secret = ops.filter((op) => isMasked(kind, op.path));
  return {
    ambiguous,
    secrets: secret.flatMap((op) => strings(op.value)),
    text: (encodings) => JSON.stringify(ops.map((op) => inEncoding(op, encodings))),
  };
}

function inEncoding(op: PatchOp, encodings: Encodings): PatchOp {
  if (typeof op.value === "boolean" && encodings.booleans === "string")
    return { ...op, value: String(op.value) };
  if (op.value === undefined || !isRolesPath(op.path)) return op;
  if (typeof op.value === "string")
    return { ...op, value: respell([op.value], encodings.adminRole)[0] ?? op.value };
  return Array.isArray(op.value) ? { ...op, value: respell(strings(op.value), encodings.adminRole) } : op;
}

function isRolesPath(path: string): boolean {
  return path === "/roles" || path.startsWith("/roles/");
}

type Tree = { [key: string]: Json };

function pbxBody(pbx: NewPbx): Tree {
  return { ...nested("pbx", pbx.fields), _type: pbx.wireType };
}

/** Fields by manifest name as the tree that goes on the wire: `features.agent` inside `features`. */
function nested(kind: Kind, fields: ReadonlyMap<string, Json>): Tree {
  const root: Tree = Object.create(null);
  for (const [name, value] of fields) {
    const path = [...pointerSegments(fieldFact(kind, name).path)];
    const last = path.pop() ?? name;
    let place = root;
    for (const key of path) {
      const inner: Tree = Object.create(null);
      const before = place[key];
      place[key] = isJsonObject(before) ? Object.assign(inner, before) : inner;
      place = inner;
    }
    place[last] = value;
  }
  return root;
}

function listSecrets(pbx: NewPbx): readonly string[] {
  return [...pbx.fields].flatMap(([name, value]) =>
    isMasked("pbx", fieldFact("pbx", name).path) ? strings(value) : [],
  );
}

/** Every text in a value, however deep. */
function strings(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => strings(item));
  return isJsonObject(value) ? Object.values(value).flatMap((item) => strings(item)) : [];
}
