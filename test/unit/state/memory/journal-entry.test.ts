import { expect, test } from "vitest";
import { toReference, toTenantId } from "../../../../src/model/ids.ts";
import { decodeEntry, encodeEntry, type JournalEntry } from "../../../../src/state/memory/journal-entry.ts";
import { spentEntry } from "./file-memory.ts";

test.each<[string, JournalEntry]>([
  ["a spent plan", spentEntry("d")],
  ["a move", { op: "move", reference: toReference("R"), from: "pbx:Old", to: "pbx:New" }],
  ["a forgotten customer", { op: "forget", reference: toReference("R") }],
  [
    "a write",
    {
      op: "begin",
      at: 7,
      reference: toReference("R"),
      tenantId: toTenantId("t"),
      key: "user:ana@acme.example",
      action: "update",
      fields: { displayName: "print" },
    },
  ],
])("a line of the journal says %s as it was", (_title, entry) => {
  expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
});

const WRITE = { op: "confirm", at: 7, reference: "R", key: "customer", action: "update", fields: {} };

test.each([
  ["a write with a key that another version has added", { ...WRITE, etag: "x" }, true],
  ["an action that is not known", { ...WRITE, action: "rename" }, false],
  ["an object that is not known", { ...WRITE, key: "customers" }, false],
  ["a write without a time", { ...WRITE, at: undefined }, false],
  ["a fingerprint that is no text", { ...WRITE, fields: { name: 1 } }, false],
  ["a move to an object that is not known", { op: "move", reference: "R", from: "pbx:A", to: "B" }, false],
  ["a forgotten customer without a reference", { op: "forget" }, false],
  ["a spent plan without a digest", { op: "spent" }, false],
  ["something that is not known", { op: "merge", reference: "R" }, false],
  ["a list", [WRITE], false],
])("a line of the journal with %s is heeded or ignored", (_title, line, isHeeded) => {
  expect(decodeEntry(JSON.stringify(line)) !== undefined).toBe(isHeeded);
});
