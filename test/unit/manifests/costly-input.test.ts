import { expect, test } from "vitest";
import { makeRedactor } from "../../../src/auth/secrets/redact.ts";
import { excerpt } from "../../../src/manifests/yaml/excerpt.ts";
import { parseSource } from "../../../src/manifests/yaml/source.ts";
import { safeText } from "../../../src/remote/wire/service-message.ts";
import { lines, load } from "./memory-files.ts";
import { admins } from "./rules/manifest-text.ts";

// Each of these would take minutes where work grows with the square of the input: the time limit of a test is the guard.
const MANY = 900_000;

test("a file of line breaks", () => {
  const content = { kind: "bytes", bytes: new TextEncoder().encode("a:\r".repeat(MANY / 3)) } as const;
  expect(parseSource("a.yaml", content)).toBeDefined();
});

test("an excerpt of a line without an end does not quote it", () => {
  expect(excerpt("a-".repeat(MANY / 2), 1, 1)).toBe("…\n^");
});

test("a message of the service, and what is printed, full of what looks like tokens", () => {
  expect(safeText("eyJaaaaaa-".repeat(MANY / 10), []).length).toBeLessThanOrEqual(300);
  expect(makeRedactor().redact("eyJaaaaaa-".repeat(MANY / 10)).length).toBeGreaterThan(MANY / 2);
});

test("a file of role typos is not looked through behind the hundredth error", async () => {
  const roles = `customer.user.supervisr1, `.repeat(MANY / 26);
  const text = `apiVersion: dimctl/v1\nkind: Customer\nreference: A-1\nname: X\n${admins}users: [{ email: b@acme.example, roles: [${roles}] }]\n`;
  expect(lines(await load({ "customers/a.yaml": text })).length).toBe(100);
});
