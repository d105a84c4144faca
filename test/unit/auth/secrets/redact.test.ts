import { expect, test } from "vitest";
import { makeRedactor, listSecretValues } from "../../../../src/auth/secrets/redact.ts";

test.for([
  ["as it is", "the key hunter2/x y is wrong", "the key [hidden] is wrong"],
  ["in a URL", "?key=hunter2%2Fx%20y&a=1", "?key=[hidden]&a=1"],
  ["in a form", "key=hunter2%2Fx+y", "key=[hidden]"],
  ["in base64", `x ${Buffer.from("hunter2/x y").toString("base64")}`, "x [hidden]"],
  ["as a JWT nobody told of", "token eyJhbGciOi.eyJzdWIi.c2ln here", "token [hidden] here"],
  ["after Bearer", "Authorization: Bearer abcdef0123456789", "Authorization: Bearer [hidden]"],
  ["not at all when there is none", "customer ACME-0042: done", "customer ACME-0042: done"],
] as const)("a secret is masked %s", ([, text, masked]) => {
  expect(makeRedactor(["hunter2/x y", undefined, "", "abc"]).redact(text)).toBe(masked);
});

test("the longer of two secrets is masked whole", () => {
  expect(makeRedactor(["secret", "secret-and-more"]).redact("secret-and-more")).toBe("[hidden]");
});

test("a token that is obtained later is learned", () => {
  const redactor = makeRedactor();
  redactor.register("later-token");
  expect(redactor.redact("later-token")).toBe("[hidden]");
});

test("the environment's secrets are its tokens, keys and DIMCTL_SECRET_ variables", () => {
  const env = {
    DIMENSIONS_ACCESS_TOKEN: "1",
    DIMENSIONS_CLIENT_ID: "shown",
    DIMENSIONS_CLIENT_SECRET: "2",
    DIMENSIONS_REFRESH_TOKEN: "3",
    DIMCTL_STATE_KEY: "4",
    DIMCTL_SECRET_A: "5",
    PATH: "shown",
  };
  expect(listSecretValues(env).toSorted()).toEqual(["1", "2", "3", "4", "5"]);
});
