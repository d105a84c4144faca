import { defined } from "../../model/defined.ts";
/** The documents of the service as ASP.NET would declare them: what a create body or a JSON Patch may name. */

/** A value without members. `max` counts characters. */
export type Leaf =
  | { readonly type: "string"; readonly max?: number; readonly required?: true }
  | { readonly type: "boolean" | "integer" | "roles" | "any" };

interface Member {
  /** As the service spells it. */
  readonly name: string;
  readonly of: Leaf | Shape;
}

/** An object and the members that it may have. */
export interface Shape {
  readonly type: "object";
  /** By lower-case name: property names are matched without regard to case. */
  readonly members: ReadonlyMap<string, Member>;
  /** Names that no page documents are kept as they come. */
  readonly open: boolean;
}

const text = (max: number, required?: true): Leaf => ({ type: "string", max, ...defined({ required }) });
const flag: Leaf = { type: "boolean" };
const whole: Leaf = { type: "integer" };

function shape(members: Readonly<Record<string, Leaf | Shape>>, open: boolean = false): Shape {
  const rows = Object.entries(members).map(([name, of]) => [name.toLowerCase(), { name, of }] as const);
  return { type: "object", members: new Map(rows), open };
}

/** CONTRACT.md section 4.1. */
export const CUSTOMER_SHAPE = shape({
  name: text(100, true),
  description: text(200),
  reference: text(200),
  enabled: flag,
  timezone: text(40),
  countryCode: text(5),
  features: shape({ agent: whole, device: whole }),
  syncAcdAgentWithPbx: flag,
  sendNewUserEmail: flag,
  sendConnectWelcomeEmail: flag,
  tenantProfileType: text(200),
  trialDuration: whole,
});

/** Section 5.1. */
export const USER_SHAPE = shape({
  displayName: text(100, true),
  email: text(200, true),
  roles: { type: "roles" },
});

const PBX_MEMBERS = {
  name: text(100, true),
  enabled: flag,
  countryCode: text(5),
  hostRest: text(500),
  hostWebsocket: text(500),
  accountId: text(100),
  apiKey: text(500),
  monitorSubAccounts: flag,
} as const;

const KAZOO_SHAPE = shape(PBX_MEMBERS);
/** The rest of a 3CX profile, and every other type, was NOT SEEN (section 6): what comes is kept. */
const OPEN_PBX_SHAPE = shape({ ...PBX_MEMBERS, licenseKey: text(200), username: text(200) }, true);

/** The shape of a PBX profile by its `_type`. */
export function pbxShape(wireType: string): Shape {
  return wireType === "KazooPbxConnectionProfile" ? KAZOO_SHAPE : OPEN_PBX_SHAPE;
}
