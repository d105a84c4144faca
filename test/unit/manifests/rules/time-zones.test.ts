import { expect, test } from "vitest";
import { isTimeZone, nearestTimeZone } from "../../../../src/manifests/rules/values/time-zones.ts";

test.each([
  "UTC",
  "Japan",
  "NZ-CHAT",
  "EST5EDT",
  "GMT+0",
  "US/Pacific",
  "Asia/Kolkata",
  "America/Port-au-Prince",
  "Etc/GMT+5",
  "Antarctica/McMurdo",
])("%s is a time zone", (name) => expect(isTimeZone(name)).toBe(true));

test.each([
  ["japan", "Japan"],
  ["utc", "UTC"],
  ["US/PACIFIC", "US/Pacific"],
  ["Asia/kolkata", "Asia/Kolkata"],
  ["america/phoenix", "America/Phoenix"],
  ["America/port-au-prince", "America/Port-au-Prince"],
  ["Phoenix", "America/Phoenix"],
])("%s is none; %s was meant", (name, meant) => {
  expect(isTimeZone(name)).toBe(false);
  expect(nearestTimeZone(name)).toBe(meant);
});

test("an offset and an unknown place are none", () => {
  expect([isTimeZone("+01:00"), isTimeZone("Mars/Base")]).toEqual([false, false]);
  expect(nearestTimeZone("Mars/Base")).toBeUndefined();
});

test("every name that Intl lists is one", () => {
  expect(Intl.supportedValuesOf("timeZone").filter((name) => !isTimeZone(name))).toEqual([]);
});
