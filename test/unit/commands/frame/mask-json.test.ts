import { expect, test } from "vitest";
import { makeRedactor } from "../../../../src/auth/secrets/redact.ts";
import { maskJson } from "../../../../src/commands/frame/mask-json.ts";

test("a secret is masked in keys and texts, and the document stays JSON", () => {
  const { redact } = makeRedactor(['pa"ss\\word', "12345"]);
  const document = JSON.stringify({ name: 'is pa"ss\\word!', size: 12345, "12345": ["12345"] }, undefined, 2);
  expect(JSON.parse(maskJson(document, redact))).toEqual({
    name: "is [hidden]!",
    size: 12345,
    "[hidden]": ["[hidden]"],
  });
});
