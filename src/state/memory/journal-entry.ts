import type { ObjectKey } from "../../model/plan/change.ts";
import { toReference, toTenantId, type Reference, type TenantId } from "../../model/ids.ts";
import { isJsonObject, parseJson, type JsonObject } from "../../model/json.ts";
import { asObjectKey } from "./fingerprint.ts";

/** A write that was begun or confirmed. `fields` are fingerprints; an empty one stands for a value that was missing. */
export interface WriteEntry {
  readonly op: "begin" | "confirm";
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reference: Reference;
  readonly tenantId?: TenantId;
  readonly key: ObjectKey;
  readonly action: "create" | "update" | "delete";
  readonly fields: Readonly<Record<string, string>>;
}

/** One thing that happened to the memory, as a line of the journal; replaying a line twice changes nothing more. */
export type JournalEntry =
  | WriteEntry
  | { readonly op: "move"; readonly reference: Reference; readonly from: ObjectKey; readonly to: ObjectKey }
  | { readonly op: "forget"; readonly reference: Reference }
  | { readonly op: "spent"; readonly digest: string };

/** An entry as a line of the log, with its end. */
export function encodeEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** undefined for a line that is torn or damaged: what it told was never promised to anybody. */
export function decodeEntry(line: string): JournalEntry | undefined {
  const value = parse(line);
  if (value === undefined) return undefined;
  const { op, digest } = value;
  if (op === "spent") return typeof digest === "string" ? { op, digest } : undefined;
  if (typeof value["reference"] !== "string") return undefined;
  const reference = toReference(value["reference"]);
  if (op === "forget") return { op, reference };
  if (op === "move") return decodeMove(value, reference);
  return op === "begin" || op === "confirm" ? decodeWrite(value, op, reference) : undefined;
}

function decodeMove(value: JsonObject, reference: Reference): JournalEntry | undefined {
  const from = objectKey(value["from"]);
  const to = objectKey(value["to"]);
  return from === undefined || to === undefined ? undefined : { op: "move", reference, from, to };
}

function decodeWrite(
  value: JsonObject,
  op: WriteEntry["op"],
  reference: Reference,
): JournalEntry | undefined {
  const key = objectKey(value["key"]);
  const { at, action, tenantId, fields } = value;
  if (key === undefined || typeof at !== "number" || !isJsonObject(fields)) return undefined;
  if (action !== "create" && action !== "update" && action !== "delete") return undefined;
  const prints = Object.entries(fields).flatMap(([name, print]) =>
    typeof print === "string" ? [[name, print] as const] : [],
  );
  const tenant = typeof tenantId === "string" && { tenantId: toTenantId(tenantId) };
  return { op, at, reference, ...tenant, key, action, fields: Object.fromEntries(prints) };
}

function objectKey(value: unknown): ObjectKey | undefined {
  return typeof value === "string" ? asObjectKey(value) : undefined;
}

function parse(line: string): JsonObject | undefined {
  const value = parseJson(line);
  return isJsonObject(value) ? value : undefined;
}
