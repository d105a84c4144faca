import { expect, test } from "vitest";
import { Dispatcher, Pool } from "undici";
import innerRequest from "undici/lib/api/api-request.js";
import InnerPool from "undici/lib/dispatcher/pool.js";

test("the inner files of undici are what its main entry offers", () => {
  expect(InnerPool).toBe(Pool);
  expect(Object.entries(Object.getOwnPropertyDescriptors(Dispatcher.prototype))).toContainEqual([
    "request",
    expect.objectContaining({ value: innerRequest }),
  ]);
});
