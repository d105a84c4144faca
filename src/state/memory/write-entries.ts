import { defined } from "../../model/json/defined.ts";
import type { Intent } from "../../model/ports/memory.ts";
import type { Fingerprints } from "./fingerprint.ts";
import type { JournalEntry, WriteEntry } from "./journal-entry.ts";
import { namingField } from "./last-written.ts";

/**
 * What the journal says of an intent: the write itself, with fingerprints for values. A rename that is begun is noted at
 * the former key too, so that the next run finds what it knows whether the rename happened or not; once it is confirmed,
 * what is remembered moves to the new key. `at` is in milliseconds since 1970.
 */
export function toWriteEntries(
  op: "begin" | "confirm",
  intent: Intent,
  prints: Fingerprints,
  at: number,
): readonly JournalEntry[] {
  const write = writeEntry(op, intent, prints, at);
  const { reference, key, formerKey } = intent;
  if (formerKey === undefined || formerKey === key) return [write];
  if (op === "confirm") return [{ op: "move", reference, from: formerKey, to: key }, write];
  const naming = namingField(key);
  if (naming === undefined) return [write];
  const fields = new Map([[naming.field, naming.name]]);
  return [writeEntry(op, { ...intent, key: formerKey, action: "update", fields }, prints, at), write];
}

function writeEntry(op: WriteEntry["op"], intent: Intent, prints: Fingerprints, at: number): WriteEntry {
  const { reference, tenantId, key, objectId, action, fields } = intent;
  const fingerprinted = [...fields].map(
    ([field, desiredValue]) => [field, prints.of({ tenantId, key, field }, desiredValue) ?? ""] as const,
  );
  const ids = defined({ tenantId, id: objectId });
  return { op, at, reference, ...ids, key, action, fields: Object.fromEntries(fingerprinted) };
}
