import { validate, type JournalEntry } from "#schemas/journal";
import { parseJson } from "../../model/json/json.ts";

/** One thing that happened to the memory, and of these a write that was begun or confirmed. */
export type { JournalEntry, WriteEntry } from "#schemas/journal";

/** An entry as a line of the log, with its end. */
export function encodeEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** undefined for a line that is torn or damaged: its write was never confirmed. */
export function decodeEntry(line: string): JournalEntry | undefined {
  const value = parseJson(line);
  return validate(value) ? value : undefined;
}
