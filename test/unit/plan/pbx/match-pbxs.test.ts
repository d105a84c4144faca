import { expect, test } from "vitest";
import { matchPbxs } from "../../../../src/plan/pbx/match-pbxs.ts";
import { kazoo, profile } from "../../../support/plan-states.ts";

type Row = readonly [
  title: string,
  desired: Parameters<typeof matchPbxs>[0],
  live: Parameters<typeof matchPbxs>[1],
  expected: { readonly matches: readonly (readonly string[])[]; readonly unnamed: readonly string[] },
];

const rows: readonly Row[] = [
  ["the same name", [kazoo("A")], [profile("A")], { matches: [["A"]], unnamed: [] }],
  ["nothing there", [kazoo("A")], [], { matches: [[]], unnamed: [] }],
  ["one of each left over: renamed", [kazoo("New")], [profile("Old")], { matches: [["Old"]], unnamed: [] }],
  [
    "a name that is there is never renamed",
    [kazoo("A"), kazoo("New")],
    [profile("A"), profile("Old")],
    { matches: [["A"], ["Old"]], unnamed: [] },
  ],
  [
    "two live ones left over: which one is meant cannot be known",
    [kazoo("New")],
    [profile("Old"), profile("Older")],
    { matches: [[]], unnamed: ["Old", "Older"] },
  ],
  [
    "two declared ones left over: which one is meant cannot be known",
    [kazoo("New"), kazoo("Newer")],
    [profile("Old")],
    { matches: [[], []], unnamed: ["Old"] },
  ],
  [
    "another type is no rename",
    [kazoo("New")],
    [profile("Old", {}, { wireType: "ThreeCxConnectionProfile" })],
    { matches: [[]], unnamed: ["Old"] },
  ],
  [
    "one that is to go is never found under another name",
    [kazoo("Gone", {}, { state: "absent" })],
    [profile("Old")],
    { matches: [[]], unnamed: ["Old"] },
  ],
  [
    "one that is to go does not stand in the way of a rename",
    [kazoo("Gone", {}, { state: "absent" }), kazoo("New")],
    [profile("Old")],
    { matches: [[], ["Old"]], unnamed: [] },
  ],
  [
    "two live ones of the declared name: both",
    [kazoo("A")],
    [profile("A"), profile("A")],
    { matches: [["A", "A"]], unnamed: [] },
  ],
  [
    "names are compared to the letter",
    [kazoo("a"), kazoo("b")],
    [profile("A"), profile("B")],
    { matches: [[], []], unnamed: ["A", "B"] },
  ],
];

test.each(rows)("%s", (_, desired, live, expected) => {
  const { matches, unnamed } = matchPbxs(desired, live);
  expect({
    matches: matches.map((match) => match.live.map(({ name }) => name)),
    unnamed: unnamed.map(({ name }) => name),
  }).toEqual(expected);
});

test("a declared PBX that the instance check finds under another name of this customer is renamed, not made again", () => {
  const old = profile("Old");
  const other = profile("Other");
  const own = [{ instanceId: "account-1", pbxId: old.id }];
  const { matches, unnamed } = matchPbxs([{ ...kazoo("New"), instanceId: "account-1" }], [old, other], own);
  expect(matches.map(({ live }) => live)).toEqual([[old]]);
  expect(unnamed).toEqual([other]);
});
