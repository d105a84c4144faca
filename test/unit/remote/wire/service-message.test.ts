import { expect, test } from "vitest";
import { safeText, serviceMessage } from "../../../../src/remote/wire/service-message.ts";
import { reply } from "../fakes.ts";

test.each([
  ["the envelope's message", { error: 404, message: "Not Found" }, "Not Found"],
  ["the title of a problem document", { title: "Bad", status: 400 }, "Bad"],
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

test("a long message is cut to 300 characters", () => {
  expect(safeText("🙂".repeat(400), [])).toBe(`${"🙂".repeat(299)}…`);
});
