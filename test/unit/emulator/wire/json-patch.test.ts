import { expect, test } from "vitest";
import type { Json } from "../../../../src/model/json/json.ts";
import { patched } from "../../../../src/emulator/wire/json-patch.ts";
import { CUSTOMER_SHAPE, pbxShape, USER_SHAPE } from "../../../../src/emulator/wire/shapes.ts";

const USER = { displayName: "Bob", email: "bob@acme.example", roles: ["a", "b", "c"] };
const roles = (...ops: Json[]): Json | undefined => patched(USER, ops, USER_SHAPE, "both").roles;

test.each<[string, Json, Json]>([
  ["add at the end", { op: "add", path: "/roles/-", value: "d" }, ["a", "b", "c", "d"]],
  ["add at the count", { op: "add", path: "/roles/3", value: "d" }, ["a", "b", "c", "d"]],
  ["add at an index", { op: "add", path: "/roles/0", value: "d" }, ["d", "a", "b", "c"]],
  ["replace at an index", { op: "replace", path: "/roles/1", value: "d" }, ["a", "d", "c"]],
  ["replace the last", { op: "replace", path: "/roles/-", value: "d" }, ["a", "b", "d"]],
  ["remove at an index", { op: "remove", path: "/roles/0" }, ["b", "c"]],
  ["remove the last", { op: "remove", path: "/roles/-" }, ["a", "b"]],
  ["replace the list", { op: "Replace", path: "/Roles", value: ["x"] }, ["x"]],
  ["test and go on", { op: "test", path: "/roles/0", value: "a" }, ["a", "b", "c"]],
])("%s", (_title, op, after) => {
  expect(roles(op)).toEqual(after);
});

const BOUNDS = (segment: string): string =>
  `The index value provided by path segment '${segment}' is out of bounds of the array size.`;

test.each<[string, Json, string]>([
  ["an index above the count", { op: "add", path: "/roles/4", value: "d" }, BOUNDS("4")],
  ["an index that is not there", { op: "remove", path: "/roles/3" }, BOUNDS("3")],
  ["a negative index", { op: "remove", path: "/roles/-1" }, BOUNDS("-1")],
  ["no index", { op: "remove", path: "/roles/x" }, "The path segment 'x' is invalid for an array index."],
  [
    "a property below a text",
    { op: "add", path: "/email/x", value: 1 },
    "The target location specified by path segment 'x' was not found.",
  ],
  [
    "the empty path",
    { op: "replace", path: "", value: {} },
    "The target location specified by path segment '' was not found.",
  ],
  [
    "the prototype",
    { op: "add", path: "/__proto__", value: {} },
    "The target location specified by path segment '__proto__' was not found.",
  ],
  [
    "another type",
    { op: "replace", path: "/roles", value: "a" },
    "The value 'a' is invalid for target location.",
  ],
  [
    "a failed test",
    { op: "test", path: "/roles/0", value: "z" },
    "The current value 'a' at path 'roles/0' is not equal to the test value 'z'.",
  ],
  [
    "no operation",
    { op: "paint", path: "/roles" },
    "The JSON patch document was malformed and could not be parsed.",
  ],
])("%s is refused", (_title, op, message) => {
  expect(() => roles(op)).toThrow(message);
});

test("a patch that fails in its second operation changes nothing", () => {
  const before = structuredClone(USER);
  expect(() => roles({ op: "add", path: "/roles/-", value: "d" }, { op: "remove", path: "/x" })).toThrow(
    "'x'",
  );
  expect(USER).toEqual(before);
});

test("nested members are patched one by one", () => {
  const fields = { features: { agent: 1, device: 2 } };
  const after = patched(
    fields,
    [{ op: "replace", path: "/features/agent", value: "5" }],
    CUSTOMER_SHAPE,
    "both",
  );
  expect(after.features).toEqual({ agent: 5, device: 2 });
});

test("a Kazoo profile knows its fields only; other types keep what comes", () => {
  const op = [{ op: "add", path: "/tenantDomain", value: "x" }];
  expect(() => patched({}, op, pbxShape("KazooPbxConnectionProfile"), "both")).toThrow("'tenantDomain'");
  expect(patched({}, op, pbxShape("ThreeCxConnectionProfile"), "both")).toEqual({ tenantDomain: "x" });
  const hostile = [{ op: "add", path: "/__proto__", value: {} }];
  expect(() => patched({}, hostile, pbxShape("ThreeCxConnectionProfile"), "both")).toThrow("'__proto__'");
});
