import type { CustomerManifest } from "#schemas/customer";
import type { FieldFact, NamedField } from "../../model/customer/field-fact.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, USER_FIELDS } from "../../model/customer/kinds.ts";
import { isJsonObject } from "../../model/json/json.ts";
import type { Path } from "../manifest-diagnostic.ts";

/** A field that a manifest gives a value, and where. */
export interface DeclaredField {
  readonly field: NamedField;
  readonly value: unknown;
  readonly path: Path;
}

/** Every field that the manifest gives a value: of the customer, its PBXs, its admins and its users, in this order. */
export function declaredFields(manifest: CustomerManifest): readonly DeclaredField[] {
  return [
    ...inObject(manifest, CUSTOMER_FIELDS, []),
    ...(manifest.pbxs ?? []).flatMap((pbx, index) => inObject(pbx, PBX_FIELDS, ["pbxs", index])),
    ...(manifest.admins ?? []).flatMap((admin, index) => inObject(admin, USER_FIELDS, ["admins", index])),
    ...(manifest.users ?? []).flatMap((user, index) => inObject(user, USER_FIELDS, ["users", index])),
  ];
}

/** The texts of the manifest that have this format. */
export function textsOfFormat(
  manifest: CustomerManifest,
  format: FieldFact["format"],
): readonly { readonly value: string; readonly path: Path }[] {
  return declaredFields(manifest).flatMap(({ field, value, path }) =>
    field.format === format && typeof value === "string" ? [{ value, path }] : [],
  );
}

function inObject(object: object, fields: readonly NamedField[], at: Path): readonly DeclaredField[] {
  return fields.flatMap((field) => {
    const inside = field.name.split(".");
    let value: unknown = object;
    for (const key of inside) value = isJsonObject(value) ? value[key] : undefined;
    return value === undefined ? [] : [{ field, value, path: [...at, ...inside] }];
  });
}
