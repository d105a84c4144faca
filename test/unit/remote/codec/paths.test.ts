import { expect, test } from "vitest";
import { toTenantId, toUserId } from "../../../../src/model/ids.ts";
import { createPaths } from "../../../../src/remote/codec/paths.ts";

test.each([
  ["plain", "/api/v1.0/customers/plain/users/u"],
  ["a/../b?c#d", "/api/v1.0/customers/a%2F..%2Fb%3Fc%23d/users/u"],
  ["..", "/api/v1.0/customers/%252E%252E/users/u"],
])("an id stays one segment of the path: %s", (id, path) => {
  const written = createPaths().user(toTenantId(id), toUserId("u"));
  expect(written).toBe(path);
  expect(new URL(written, "https://api.example").pathname).toBe(path);
});
