import { expect, test } from "vitest";
import { decodeLease, encodeLease } from "../../../../src/state/git/git-lease.ts";

const LEASE = { id: "a1", owner: "digest", until: 7 };

test("a lease is read as it was written, without what another version adds", () => {
  expect(decodeLease(encodeLease(LEASE))).toEqual(LEASE);
  expect(decodeLease(Buffer.from(JSON.stringify({ ...LEASE, region: "eu" })))).toEqual(LEASE);
});

test.each([
  ["no file", undefined],
  ["half of one", '{"id":"a1","ow'],
  ["a list", "[]"],
  ["one without an owner", '{"id":"a1","until":7}'],
  ["an end that is a text", '{"id":"a1","owner":"digest","until":"7"}'],
  ["an end that never comes", '{"id":"a1","owner":"digest","until":1e999}'],
])("%s is no lease", (_title, text) => {
  expect(decodeLease(text === undefined ? undefined : Buffer.from(text))).toBeUndefined();
});
