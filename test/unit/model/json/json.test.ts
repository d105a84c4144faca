import { expect, test } from "vitest";
import { parseJson } from "../../../../src/model/json/json.ts";

test.each([
  ["null", null],
  ['{"a":[1]}', { a: [1] }],
  ["", undefined],
  ['{"a":', undefined],
])("%s is read as JSON or as nothing", (text, expected) => {
  expect(parseJson(text)).toEqual(expected);
});
