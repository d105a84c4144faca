import type { Value, Fields, World } from "./types.ts";

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const RESELLER = "11111111-1111-4111-8111-111111111111";

export function tidy(world: World, fields: Record<string, Value | undefined>): Fields {
  const entries = Object.entries(fields).map(([key, value]): [string, Value | undefined] => [
    key,
    value ?? (world.reading.unset === "null" ? null : undefined),
  ]);
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

export function numbers(world: World, value: Value | undefined): Value | undefined {
  if (world.reading.numbers === "json" || value === undefined) return value;
  if (typeof value === "number") return String(value);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, numbers(world, one) ?? null]));
}

export function flag(world: World, value: Value): Value {
  return world.reading.readBooleans === "string" ? JSON.stringify(value) : value;
}

export function extra(world: World): Fields {
  if (!world.reading.extraFields) return {};
  return {
    _etag: "W/1",
    links: [{ rel: "self" }],
    __proto__x: { nested: [1, null] },
    isActive: true,
    createdBy: null,
  };
}

/** A text as it is; anything else as JSON; nothing as the empty text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function timestamp(): string {
  return new Date().toISOString().replace("Z", "2890Z");
}
