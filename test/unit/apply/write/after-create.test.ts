import { expect, test } from "vitest";
import { afterCreate } from "../../../../src/apply/write/after-create.ts";
import { ApiError, type ApiErrorKind } from "../../../../src/remote/api.ts";

const REQUEST = { method: "PATCH", path: "/pbxs/1" };
const fails = (kind: ApiErrorKind) =>
  afterCreate("not switched on", async () => {
    throw new ApiError(kind, REQUEST);
  });

test.each([
  ["refused", "failed"],
  ["unreachable", "failed"],
  ["stopped", "failed"],
  ["lost", "unknown"],
] as const)(
  "an object that was created, and whose rest is %s, is %s and said to be created",
  async (kind, status) => {
    await expect(fails(kind)).rejects.toMatchObject({
      name: "FailedError",
      outcome: {
        status,
        why: "created, but not switched on: PATCH /pbxs/1: no reply",
        request: REQUEST,
      },
    });
  },
);

test("the end of the credentials goes through, for it ends the run", async () => {
  await expect(fails("unauthorised")).rejects.toMatchObject({ name: "ApiError", kind: "unauthorised" });
});

test("a rest that succeeds is the result", async () => {
  expect(await afterCreate("not switched on", async () => "on")).toBe("on");
});
