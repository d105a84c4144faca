import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Change, ObjectKey, Wave } from "../../../src/model/plan/change.ts";
import { compareText, inOrder } from "../../../src/plan/order.ts";

type Row = Pick<Change, "wave" | "kind" | "key">;
const row = (wave: Wave, kind: Row["kind"], key: ObjectKey): Row => ({ wave, kind, key });

test("changes come by wave, then customer before PBX before user, then by key", () => {
  const sorted = [
    row(1, "customer", "customer"),
    row(2, "pbx", "pbx:A"),
    row(2, "pbx", "pbx:B"),
    row(3, "user", "user:z"),
    row(4, "user", "user:a"),
    row(5, "user", "user:a"),
  ];
  expect(inOrder(sorted.toReversed())).toEqual(sorted);
});

test("in the last wave PBXs go before their customer", () => {
  const sorted = [row(6, "pbx", "pbx:A"), row(6, "customer", "customer")];
  expect(inOrder(sorted.toReversed())).toEqual(sorted);
});

test("texts are compared by code units, whatever the machine's language", () => {
  expect(["ä", "z", "Z", "a"].toSorted(compareText)).toEqual(["Z", "a", "z", "ä"]);
});

test("the order is total: whatever the order of arrival, it is the same", () => {
  const rows = fc.uniqueArray(
    fc.record({
      wave: fc.constantFrom<Wave>(1, 2, 3, 4, 5, 6),
      kind: fc.constantFrom<Row["kind"]>("customer", "pbx", "user"),
      key: fc.string().map((name): ObjectKey => `user:${name}`),
    }),
    { selector: (each) => JSON.stringify(each) },
  );
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.double({ min: 0, max: 1 })), (changes, noise) => {
      const shuffled = changes
        .map((change) => ({ change, at: noise.next().value ?? 0 }))
        .toSorted((left, right) => left.at - right.at)
        .map(({ change }) => change);
      expect(inOrder(shuffled)).toEqual(inOrder(changes));
    }),
  );
});
