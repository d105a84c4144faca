import { array, assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import {
  parsePointer,
  pointerOf,
  pointerSegments,
  valueAt,
} from "../../../../src/model/json/json-pointer.ts";

test("a pointer's segments are unescaped, ~01 is no slash, and the whole value has none", () => {
  expect(pointerSegments("/a~1b/~01/")).toEqual(["a/b", "~1", ""]);
  expect(pointerSegments("")).toEqual([]);
});

test("any segments come back from their pointer", () => {
  assert(
    property(array(string()), (segments) => {
      expect(pointerSegments(pointerOf(segments))).toEqual(segments);
    }),
  );
});

test("a segment is an index where the value is a list, and only what the value itself has is found", () => {
  const value = { pbxs: [{ name: "Main", "0": "zero" }] };
  const path = parsePointer("/pbxs/0/0", value);
  expect(path).toEqual(["pbxs", 0, "0"]);
  expect(valueAt(value, path)).toBe("zero");
  expect(valueAt(value, ["pbxs", 1])).toBeUndefined();
  expect(valueAt(value, ["toString"])).toBeUndefined();
  expect(valueAt(value, [])).toBe(value);
});
