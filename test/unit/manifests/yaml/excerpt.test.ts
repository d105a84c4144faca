import { expect, test } from "vitest";
import { excerpt } from "../../../../src/manifests/yaml/excerpt.ts";
import { load } from "../memory-files.ts";

test("the line as it is, and a caret under the fault", async () => {
  const { diagnostics } = await load({
    "customers/a.yaml":
      "apiVersion: dimctl/v1\nkind: Customer\nreference: A-1\nname: A\nadmins:\n  - email: a@a.example\n    roles: [customer.user.supervisor1]\n",
  });
  const unknown = diagnostics.find(({ code }) => code === "unknown-role");
  expect(unknown?.excerpt).toBe(["    roles: [customer.user.supervisor1]", "            ^"].join("\n"));
});

test("control characters are made visible, one for one", () => {
  expect(excerpt("a: \u001b[31mred\u0007", 1, 4)).toBe("a: ␛[31mred␇\n   ^");
  expect(excerpt("a:\tb", 1, 4)).toBe("a: b\n   ^");
  expect(excerpt("a: \u202eb", 1, 4)).toBe("a: \ufffdb\n   ^");
});

test("a long line is cut to a hundred columns around the caret", () => {
  const [line = "", caret = ""] = excerpt(`${"x".repeat(300)}Y${"z".repeat(300)}`, 1, 301).split("\n");
  expect(line).toBe(`…${"x".repeat(50)}Y${"z".repeat(49)}…`);
  expect(line[caret.indexOf("^")]).toBe("Y");
});

test.each([
  ["apiKey: sk-live", "apiKey: …"],
  ['  apiKey: "sk, live" # mine', "  apiKey: …"],
  ["- { type: kazoo, password: x, name: y }", "- { type: kazoo, password: …"],
  ["apiKey: { secret: ACME_KEY }", "apiKey: { secret: ACME_KEY }"],
  ["apiKey: { secret: sk-live }", "apiKey: { secret: …"],
  ["refreshToken: abc", "refreshToken: …"],
  ["name: monkey business", "name: monkey business"],
])("%s is shown as %s", (line, shown) => {
  expect(excerpt(line, 1, 1).split("\n")[0]).toBe(shown);
});
