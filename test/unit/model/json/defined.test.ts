import { expect, expectTypeOf, test } from "vitest";
import { defined } from "../../../../src/model/json/defined.ts";

test("members that are undefined are left out; null, false and empty texts are values", () => {
  expect(Object.entries(defined({ a: undefined, b: null, c: false, d: "", e: 0 }))).toEqual([
    ["b", null],
    ["c", false],
    ["d", ""],
    ["e", 0],
  ]);
});

test("a member that may be undefined becomes one that may be absent", () => {
  const hint: string | undefined = ["look"].at(0);
  const made = defined({ code: "x", hint });
  expectTypeOf(made).toExtend<{ readonly code: string; readonly hint?: string }>();
  expect(made).toEqual({ code: "x", hint: "look" });
});
