import type {
  Change as ChangeDocument,
  FieldChange as FieldDocument,
  Hold as HoldDocument,
} from "#schemas/plan";
import type { Risk as RiskDocument } from "#schemas/plan";
import type { Change, FieldChange, Hold, ObjectKey, RoleChange, Wave } from "../../model/plan/change.ts";
import { toEmailKey, toPbxId, toRoleId, toSecretName, toUserId, type RoleId } from "../../model/ids.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import { fieldFact, type Kind } from "../../model/customer/kinds.ts";

/** A change of a plan document, to be shown: what the document does not hold (a PBX's wire type) is empty. */
export function changeFromDocument(document: ChangeDocument): Change {
  const { action, kind, key, formerKey, wave, reason, fields, risks, at, hold } = document;
  const common = {
    action,
    key: objectKey(key),
    ...(formerKey === undefined ? {} : { formerKey: objectKey(formerKey) }),
    wave: waveOf(wave),
    reason,
    fields: fields.map((field) => fieldFrom(field, kind)),
    risks,
    at,
    ...(hold === undefined ? {} : { hold: holdFrom(hold, risks) }),
  };
  switch (kind) {
    case "customer":
      return { ...common, kind };
    case "pbx":
      return { ...common, ...pbxParts(document), kind };
    case "user":
      return { ...common, ...userParts(document), kind };
  }
}

function pbxParts({ key, objectId = "", inside, enable }: ChangeDocument) {
  const name = key.slice("pbx:".length);
  return {
    name,
    pbxId: toPbxId(objectId),
    type: "other",
    wireType: "",
    inside: inside === true,
    enable: enable === true,
  } as const;
}

function userParts({ key, objectId, admin, roles }: ChangeDocument) {
  const email = key.slice("user:".length);
  const userId = toUserId(objectId ?? "");
  const target = objectId === undefined ? ({ by: "import" } as const) : ({ by: "id", userId } as const);
  return {
    email,
    emailKey: toEmailKey(email),
    userId,
    admin: admin === true,
    target,
    roles: rolesFrom(roles),
  };
}

function rolesFrom(roles: ChangeDocument["roles"]): RoleChange {
  const held = roles?.held === undefined ? {} : { held: roleIds(roles.held) };
  return { ...held, add: roleIds(roles?.add), remove: roleIds(roles?.remove) };
}

function roleIds(names: readonly string[] = []): readonly RoleId[] {
  return names.map((name) => toRoleId(name));
}

function fieldFrom({ name, before, after }: FieldDocument, kind: Kind): FieldChange {
  return { name, path: fieldFact(kind, name).path, before: beforeFrom(before), after: afterFrom(after) };
}

function beforeFrom(before: FieldDocument["before"]): FieldChange["before"] {
  if (before === undefined) return { kind: "none" };
  if (isJsonObject(before) && "unknown" in before) return { kind: "unknown" };
  return { kind: "value", value: valueFrom(before) };
}

function afterFrom(after: FieldDocument["after"]): FieldChange["after"] {
  if (isJsonObject(after) && typeof after["secret"] === "string") {
    return { kind: "secret", name: toSecretName(after["secret"]) };
  }
  return { kind: "plain", value: valueFrom(after) };
}

/** An object stands wrapped as `{ value }` in a document. */
function valueFrom(value: unknown): Json {
  const plain: Json = JSON.parse(JSON.stringify(value));
  return isJsonObject(plain) ? (plain["value"] ?? null) : plain;
}

function holdFrom(
  { why, detail = "", on = "", risks = [] }: HoldDocument,
  findings: readonly RiskDocument[],
): Hold {
  switch (why) {
    case "not-approved":
      return { why, risks: findings.filter((finding) => risks.includes(finding.risk)) };
    case "depends-on":
      return { why, on: objectKey(on) };
    case "last-admin":
      return { why };
    case "ambiguous":
    case "higher-level":
    case "not-imported":
    case "incomplete":
    case "no-admin":
    case "stale":
    case "not-started":
      return { why, detail };
  }
}

function objectKey(key: string): ObjectKey {
  if (key.startsWith("pbx:")) return `pbx:${key.slice("pbx:".length)}`;
  if (key.startsWith("user:")) return `user:${key.slice("user:".length)}`;
  return "customer";
}

function waveOf(number: number): Wave {
  return WAVES.find((wave) => wave === number) ?? 1;
}

const WAVES: readonly Wave[] = [1, 2, 3, 4, 5, 6];
