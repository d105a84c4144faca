import { expect, test } from "vitest";
import { errorCode, errorCodes } from "../../../../src/model/network/error-code.ts";

const coded = (code: unknown, cause?: unknown): Error => Object.assign(new Error("x", { cause }), { code });

test.each([
  [coded("ENOENT"), "ENOENT"],
  [coded(2), undefined],
  [new Error("x"), undefined],
  [{ code: "ENOENT" }, undefined],
  [undefined, undefined],
])("%s has the code %s", (error, expected) => {
  expect(errorCode(error)).toBe(expected);
});

test("the codes of causes come behind the error's own, those without one are left out", () => {
  const refused = coded("ECONNREFUSED");
  expect(errorCodes(new TypeError("fetch failed", { cause: coded("UND_ERR", refused) }))).toEqual([
    "UND_ERR",
    "ECONNREFUSED",
  ]);
  expect(errorCodes("ENOENT")).toEqual([]);
});
