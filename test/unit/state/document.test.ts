import { expect, test } from "vitest";
import { decodeDocument } from "../../../src/state/document.ts";
import { codesOf } from "./context.ts";

const decoded = (environment: object): unknown =>
  decodeDocument(JSON.stringify({ version: 1, environments: { sandbox: environment } })).environments[
    "sandbox"
  ];

test("a map or list that is missing is an empty one", () => {
  expect(decodeDocument('{"version":1}')).toEqual({ version: 1, environments: {} });
  expect(decoded({ customers: { "ACME-0042": { objects: { customer: {} } } } })).toEqual({
    customers: { "ACME-0042": { objects: { customer: { written: {}, pending: {} } } } },
    deleted: [],
    spentPlans: [],
  });
});

test("keys that another version has written are dropped, at every depth", () => {
  const object = { written: { name: "print" }, pending: {}, createBegunAt: 7, etag: "x" };
  expect(
    decoded({
      tokens: { accessToken: "a", accessTokenExpiresAt: 7, kind: "x" },
      customers: { "ACME-0042": { tenantId: "t", objects: { "pbx:Main": object }, seen: true } },
      deleted: ["t-2"],
      spentPlans: ["digest"],
      theme: "dark",
    }),
  ).toEqual({
    tokens: { accessToken: "a", accessTokenExpiresAt: 7 },
    customers: {
      "ACME-0042": {
        tenantId: "t",
        objects: { "pbx:Main": { written: { name: "print" }, pending: {}, createBegunAt: 7 } },
      },
    },
    deleted: ["t-2"],
    spentPlans: ["digest"],
  });
});

test.each([
  ["a list", "[]", "state-damaged"],
  ["no version", "{}", "state-other-version"],
  ["a number for a token", '{"tokens":{"accessToken":1}}', "state-damaged"],
  ["a text for a time", '{"tokens":{"accessTokenExpiresAt":"soon"}}', "state-damaged"],
  ["null for the customers", '{"customers":null}', "state-damaged"],
  ["a number for a tenant", '{"customers":{"A":{"tenantId":1}}}', "state-damaged"],
  [
    "a number for a fingerprint",
    '{"customers":{"A":{"objects":{"customer":{"written":{"name":1}}}}}}',
    "state-damaged",
  ],
])("%s is refused", async (_title, text, code) => {
  const whole = text.startsWith('{"') ? `{"version":1,"environments":{"sandbox":${text}}}` : text;
  expect(await codesOf(Promise.resolve().then(() => decodeDocument(whole)))).toEqual([code]);
});
