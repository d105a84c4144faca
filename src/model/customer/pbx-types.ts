import type { PBXConnection } from "#schemas/customer";

/** The `type` of a PBX in a manifest. */
export type PbxType = PBXConnection["type"];

/** The `_type` that the service knows a documented type by (CONTRACT.md section 6). */
export const PBX_WIRE_TYPES = {
  kazoo: "KazooPbxConnectionProfile",
  "3cx": "ThreeCxConnectionProfile",
} as const satisfies Record<Exclude<PbxType, "other">, string>;

/** The `_type` of a declared PBX: `type: other` brings its own. */
export function pbxWireType({ type, wireType }: Pick<PBXConnection, "type" | "wireType">): string {
  return type === "other" ? (wireType ?? "") : PBX_WIRE_TYPES[type];
}

/** The `type` under which a manifest declares a connection with this `_type`. */
export function pbxTypeOf(wireType: string): PbxType {
  if (wireType === PBX_WIRE_TYPES.kazoo) return "kazoo";
  return wireType === PBX_WIRE_TYPES["3cx"] ? "3cx" : "other";
}
