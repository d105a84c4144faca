import { expect, test } from "vitest";
import {
  isLoopbackHost,
  isLoopbackHttp,
  parseLoopbackRedirect,
} from "../../../../src/model/network/loopback.ts";

test.each([
  ["http://localhost", true],
  ["http://127.0.0.1", true],
  ["http://127.1", true],
  ["http://127.255.0.9", true],
  ["http://[::1]", true],
  ["http://[0:0:0:0:0:0:0:1]", true],
  ["http://localhost.example", false],
  ["http://127.0.0.1.example", false],
  ["http://128.0.0.1", false],
  ["http://[::2]", false],
  ["http://0.0.0.0", false],
])("%s is this machine: %s", (address, expected) => {
  expect(isLoopbackHost(new URL(address).hostname)).toBe(expected);
});

test("plain http is http to this machine, and no other scheme", () => {
  const schemes = ["http", "https", "ws"].filter((scheme) =>
    isLoopbackHttp(new URL(`${scheme}://127.0.0.1`)),
  );
  expect(schemes).toEqual(["http"]);
});

test.each([
  ["http://127.0.0.1:8000", true],
  ["http://localhost:8000/signed-in", true],
  ["http://127.0.0.1:8000/?x=1", false],
  ["http://127.0.0.1:8000/#x", false],
  ["http://user@127.0.0.1:8000", false],
  ["http://:word@127.0.0.1:8000", false],
  ["https://127.0.0.1:8000", false],
  ["http://10.0.0.1:8000", false],
  ["127.0.0.1:8000", false],
])("a sign-in may return to %s: %s", (address, expected) => {
  expect(parseLoopbackRedirect(address)?.href).toBe(expected ? new URL(address).href : undefined);
});
