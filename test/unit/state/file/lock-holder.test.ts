import { expect, test } from "vitest";
import type { Machine } from "../../../../src/state/context.ts";
import { describeHolder, encodeHolder, isAtWork } from "../../../../src/state/file/lock-holder.ts";
import { HERE } from "../context.ts";

/** This machine, where process 41 is there since 100 and this process is number 1, as in a container. */
const linux: Machine = {
  ...HERE,
  pid: 1,
  boot: "boot-1",
  hostname: "build-7",
  command: "dimctl apply",
  isAlive: (pid) => pid === 41 || pid === 1,
  startOf: (pid) => new Map([[41, "100"], [1, "500"]]).get(pid), // prettier-ignore
};
const other: Machine = { ...linux, boot: undefined, startOf: () => undefined };

/** A holder as `machine` writes it; `pid` is its process. */
const holder = (pid: number, machine: Machine, host = HERE.host) => ({
  at: Date.UTC(2026, 10, 24, 20, 1),
  pid,
  host,
  text: encodeHolder({ ...machine, pid }, 7),
  since: 1000,
});
const earlier: Machine = { ...linux, startOf: () => "90" };

test.each([
  ["a process of this host that is there", holder(41, linux), linux, true],
  ["one that has gone", holder(42, earlier), linux, false],
  ["one whose id was given to another process", holder(41, earlier), linux, false],
  ["an earlier container with this process's own id", holder(1, earlier), linux, false],
  ["a process, where the system knows no starts", holder(41, other), other, true],
  ["one that has gone, where the system knows no starts", holder(42, other), other, false],
  ["one with this process's own id, where the system knows no starts", holder(1, other), other, false],
  ["one of another host, whatever its id", holder(42, linux, "elsewhere"), linux, true],
  [
    "one of this host before a boot: it may be another container's",
    holder(42, { ...earlier, boot: "boot-0" }),
    linux,
    true,
  ],
] as const)("%s: at work, as far as its text is new: %j", (_title, held, machine, expected) => {
  expect(isAtWork(held, machine, 1000)).toBe(expected);
});

test.each([
  ["another host", holder(42, linux, "elsewhere"), false],
  ["another boot", holder(42, { ...earlier, boot: "boot-0" }), false],
  ["this host, by its process", holder(41, linux), true],
] as const)(
  "a holder of %s that has said nothing for half a minute: at work is %j",
  (_title, held, expected) => {
    expect(isAtWork(held, linux, 30_999)).toBe(true);
    expect(isAtWork(held, linux, 31_000)).toBe(expected);
  },
);

test("a holder is described by command, process, host and time", () => {
  expect(describeHolder(holder(41, linux))).toBe(
    "`dimctl apply`, pid 41 on build-7, since 2026-11-24 20:01 UTC",
  );
  expect(describeHolder({ ...holder(41, linux), text: "" })).toBe("pid 41, since 2026-11-24 20:01 UTC");
});

test("a text that names what is no text is not believed", () => {
  const text = JSON.stringify({ hostname: ["\u001B[2J"], command: 7 });
  expect(describeHolder({ ...holder(41, linux), text })).toBe("pid 41, since 2026-11-24 20:01 UTC");
});
