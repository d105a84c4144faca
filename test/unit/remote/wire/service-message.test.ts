import { expect, test } from "vitest";
import { safeText, serviceMessage } from "../../../../src/remote/wire/service-message.ts";
import { reply } from "../fakes.ts";

test.each([
  ["the envelope's message", { error: 404, message: "Not Found" }, "Not Found"],
  ["the title of a problem document", { title: "Bad", status: 400 }, "Bad"],
  ["the detail of a problem document", { title: "Bad", detail: "No such zone" }, "Bad: No such zone"],
  [
    "the fields of a problem document",
    { title: "Bad", errors: { Name: ["too long", "x"], Zone: "unknown", Trial: [7] } },
    "Bad (Name: too long; Zone: unknown; Trial: invalid)",
  ],
  ["fields without a title", { errors: { Name: ["too\nlong"] } }, "Name: too long"],
  ["no message", { status: "error" }, undefined],
  ["a page instead of JSON", "<html>502</html>", undefined],
  ["an empty body", "", undefined],
])("%s", (_what, body, message) => {
  expect(serviceMessage(reply(400, body), [])).toBe(message);
});

test.each([
  ["escapes and line ends", "a\u001B[31mred\u001B[0m\r\nb\u202Ec", "a [31mred [0m b c"],
  ["a bearer token", "sent Bearer abc-123, no", "sent Bearer ***, no"],
  ["a JWT", "token eyJhbGciOi.eyJzdWIi.c2ln is bad", "token *** is bad"],
  ["a secret inside another", "keys hunter2 and hunter2-long", "keys *** and ***"],
  ["a value too short to be one", "of the form", "of the form"],
])("%s is made safe", (_what, text, safe) => {
  expect(safeText(text, ["hunter2", "hunter2-long", "of"])).toBe(safe);
});

test("a problem document with many fields is cut, and what it repeats of a secret is masked", () => {
  const errors = Object.fromEntries(
    Array.from({ length: 5000 }, (_item, n) => [`F${n}`, ["hunter2 is bad"]]),
  );
  const said = serviceMessage(reply(400, { title: "Bad", errors }), ["hunter2"]) ?? "";
  expect([said.slice(0, 40), said.length <= 300]).toEqual(["Bad (F0: *** is bad; F1: *** is bad; F2:", true]);
});

test("a long message is cut to 300 characters", () => {
  expect(safeText("🙂".repeat(400), [])).toBe(`${"🙂".repeat(299)}…`);
});
