import type {
  Admin,
  Approval as WrittenApproval,
  CustomerManifest,
  PBXConnection,
  User,
} from "#schemas/customer";
import { defined } from "../model/json/defined.ts";
import type { Approval, DesiredCustomer, DesiredPbx, DesiredUser } from "../model/customer/desired.ts";
import type { NamedField } from "../model/customer/field-fact.ts";
import type { DesiredField, DesiredFields } from "../model/customer/fields.ts";
import { toPlainValue, type DesiredValue } from "../model/customer/value.ts";
import { toEmailKey, toReference, toRoleId, toSecretName, type RoleId } from "../model/ids.ts";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../model/json/json.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, USER_FIELDS } from "../model/customer/kinds.ts";
import { pbxWireType } from "../model/customer/pbx-types.ts";
import type { Origin } from "../model/diagnostic.ts";
import { RISKS } from "../model/plan/risk.ts";
import type { AdminDialect } from "../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../model/customer/roles.ts";
import type { Path } from "./manifest-diagnostic.ts";
import { valueAt } from "../model/json/json-pointer.ts";
import { isSecretShaped } from "./secret-shape.ts";

/** What the reshaping needs besides the manifest, which has no errors. */
export interface MergedManifest {
  readonly file: string;
  readonly manifest: CustomerManifest;
  /** The merged manifest as plain JSON. */
  readonly merged: JsonObject;
  readonly dialect: AdminDialect;
  readonly catalogue: RoleCatalogue;
  /** The file that a value of the merged manifest was written in. */
  readonly originOf: (path: Path) => Origin;
}

/** The manifest in the form that is compared with live: fields flattened by the tables of model/customer/field-tables.ts. */
export function toDesired(written: MergedManifest): DesiredCustomer {
  const { file, manifest, merged, originOf } = written;
  const absent = manifest.state === "absent";
  const pbxs = manifest.pbxs === undefined ? undefined : (manifest.pbxs ?? []);
  const persons = [
    ...(manifest.admins ?? []).map((entry, index) => toUser(written, entry, true, ["admins", index])),
    ...(manifest.users ?? []).map((entry, index) => toUser(written, entry, false, ["users", index])),
  ];
  return {
    reference: toReference(manifest.reference),
    ...defined({ previouslyReference: manifest.previouslyReference }),
    file,
    origin: originOf(["reference"]),
    state: manifest.state ?? "present",
    fields: absent ? new Map() : readFields(written, CUSTOMER_FIELDS, []),
    ...(pbxs === undefined || absent ? {} : { pbxs: pbxs.map((pbx, index) => toPbx(written, pbx, index)) }),
    users: absent ? [] : persons,
    managesUsers: !absent && manifest.users !== undefined,
    manage: { admins: "additive", users: "additive", roles: "exact", ...manifest.manage },
    approvals: (manifest.approve ?? []).flatMap((approval, index) => toApproval(written, approval, index)),
    text: canonicalJson(merged),
  };
}

/** The rows of a table that the merged manifest has under `at`; `features.agent` is found as `features: { agent }`. */
function readFields(
  { merged, originOf }: MergedManifest,
  table: readonly NamedField[],
  at: Path,
): DesiredFields {
  const fields = new Map<string, DesiredField>();
  for (const { name } of table) {
    const path = [...at, ...name.split(".")];
    const value = valueAt(merged, path);
    if (value !== undefined) fields.set(name, { value: toDesiredValue(value), origin: originOf(path) });
  }
  return fields;
}

function toDesiredValue(value: Json): DesiredValue {
  return isSecretShaped(value) && typeof value.secret === "string"
    ? { secret: toSecretName(value.secret) }
    : toPlainValue(value);
}

function toPbx(written: MergedManifest, pbx: PBXConnection, index: number): DesiredPbx {
  const at: Path = ["pbxs", index];
  const fields = new Map(readFields(written, PBX_FIELDS, at));
  const settings = valueAt(written.merged, [...at, "settings"]);
  for (const [name, value] of Object.entries(isJsonObject(settings) ? settings : {})) {
    fields.set(name, { value: toDesiredValue(value), origin: written.originOf([...at, "settings", name]) });
  }
  const instanceId = readInstanceId(pbx);
  return {
    type: pbx.type,
    wireType: pbxWireType(pbx),
    name: pbx.name,
    state: pbx.state ?? "present",
    fields,
    ...defined({ instanceId }),
    origin: written.originOf(at),
  };
}

/** What the instance check knows a PBX by; a licence key that is a secret goes into no URL. */
function readInstanceId(pbx: PBXConnection): string | undefined {
  const field = PBX_FIELDS.find(
    ({ instanceId, onlyFor }) => instanceId === true && onlyFor?.includes(pbx.type) === true,
  );
  const value = field && pbx[field.name];
  return typeof value === "string" ? value : undefined;
}

function toUser(written: MergedManifest, entry: Admin | User, admin: boolean, path: Path): DesiredUser {
  const { dialect, originOf } = written;
  const named = entry.roles === null ? [] : entry.roles?.map((role) => toRoleId(role));
  const login = admin || named?.includes(dialect.login) === true ? true : entry.login;
  // The address itself is compared by its key and never patched for its case alone.
  const fields = readFields(
    written,
    USER_FIELDS.filter(({ byKey }) => byKey !== true),
    path,
  );
  return {
    key: toEmailKey(entry.email),
    email: entry.email,
    admin,
    state: entry.state ?? "present",
    fields,
    ...defined({ roles: named === undefined ? undefined : furtherRoles(named, written), login }),
    imported: entry.imported ?? false,
    ...defined({ previously: entry.previously === undefined ? undefined : toEmailKey(entry.previously) }),
    origin: originOf(path),
  };
}

/**
 * Each once, in the file's order, without the two permissions that `admins` and `login` stand for and without what the
 * PBX grants, which no manifest decides about.
 */
function furtherRoles(named: readonly RoleId[], { dialect, catalogue }: MergedManifest): readonly RoleId[] {
  const own = named.filter((role) => !dialect.isHalf(role) && catalogue.get(role)?.owner !== "pbx");
  return [...new Set(own)];
}

function toApproval(written: MergedManifest, approval: WrittenApproval, index: number): readonly Approval[] {
  const risk = RISKS.find((known) => known === approval.risk);
  if (risk === undefined) return [];
  const { until, window, reason } = approval;
  const origin = written.originOf(["approve", index]);
  return [{ risk, until, ...defined({ window }), reason, origin }];
}
