import { pointerOf } from "../json-pointer.ts";
import type { FieldFact } from "./fields.ts";

/** The three kinds of object that a manifest declares, in the order in which they can exist. */
export type Kind = "customer" | "pbx" | "user";

const field = (name: string, type: FieldFact["type"], rest: { createOnly?: true } = {}): FieldFact => ({
  name,
  path: `/${name.replaceAll(".", "/")}`,
  type,
  ...rest,
});

/** CONTRACT.md section 4.1, without the keys that the service generates. */
export const CUSTOMER_FIELDS: readonly FieldFact[] = [
  field("name", "string"),
  field("description", "string"),
  field("enabled", "boolean"),
  field("timezone", "string"),
  field("countryCode", "string"),
  field("features.agent", "integer"),
  field("features.device", "integer"),
  field("tenantProfileType", "string"),
  field("trialDuration", "integer", { createOnly: true }),
  field("syncAcdAgentWithPbx", "boolean"),
  field("sendNewUserEmail", "boolean"),
  field("sendConnectWelcomeEmail", "boolean"),
];

/** CONTRACT.md section 6; `settings` of a manifest become fields of their own name behind these. */
export const PBX_FIELDS: readonly FieldFact[] = [
  field("name", "string"),
  field("enabled", "boolean"),
  field("countryCode", "string"),
  field("hostRest", "string"),
  field("hostWebsocket", "string"),
  field("accountId", "string"),
  field("apiKey", "string"),
  field("monitorSubAccounts", "boolean"),
  field("licenseKey", "string"),
  field("username", "string"),
];

/** CONTRACT.md section 5.1; roles are compared as sets and have a place of their own in a change. */
export const USER_FIELDS: readonly FieldFact[] = [field("displayName", "string"), field("email", "string")];

const FIELDS = {
  customer: CUSTOMER_FIELDS,
  pbx: PBX_FIELDS,
  user: USER_FIELDS,
} as const satisfies Record<Kind, readonly FieldFact[]>;

/** The fact of a field; a PBX setting that the table does not know is a free JSON field of its own name. */
export function fieldFact(kind: Kind, name: string): FieldFact {
  return (
    FIELDS[kind].find((row) => row.name === name) ?? {
      name,
      path: pointerOf([name]),
      type: "json",
    }
  );
}

/** The PBX types of a manifest and the `_type` that the service knows them by. */
export const PBX_WIRE_TYPES = {
  kazoo: "KazooPbxConnectionProfile",
  "3cx": "ThreeCxConnectionProfile",
} as const;

/** The `type` of a PBX in a manifest. */
export type PbxType = keyof typeof PBX_WIRE_TYPES | "other";
