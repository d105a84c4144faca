import { expect, test } from "vitest";
import { toEmailKey } from "../../../../src/model/ids.ts";
import { matchUsers } from "../../../../src/plan/user/match-users.ts";
import { person, user } from "../../../support/plan-states.ts";

const found = (desired: Parameters<typeof matchUsers>[0], live: Parameters<typeof matchUsers>[1]) => {
  const { matches, unnamed } = matchUsers(desired, live);
  return {
    matches: matches.map((match) => match.live.map(({ id }) => id)),
    unnamed: unnamed.map(({ id }) => id),
  };
};
const previously = toEmailKey("old@a.example");

test("a person is found by address, whatever its case", () => {
  expect(found([user("Ana@A.example")], [person("aNA@a.EXAMPLE")])).toEqual({
    matches: [["id-of-aNA@a.EXAMPLE"]],
    unnamed: [],
  });
});

test("composed and decomposed letters are the same", () => {
  expect(found([user("jos\u00e9@a.example")], [person("jose\u0301@a.example")]).unnamed).toEqual([]);
});

test("two people of one address are both meant", () => {
  expect(found([user("a@a.example")], [person("a@a.example"), person("A@a.example")]).matches).toEqual([
    ["id-of-a@a.example", "id-of-A@a.example"],
  ]);
});

test("people without an address are named by nobody", () => {
  const nameless = person("x");
  const { key: _key, email: _email, ...rest } = nameless;
  expect(found([user("a@a.example")], [rest]).unnamed).toEqual(["id-of-x"]);
});

test("previously: a person who has only the old address is followed", () => {
  expect(found([user("new@a.example", [], { previously })], [person("old@a.example")])).toEqual({
    matches: [["id-of-old@a.example"]],
    unnamed: [],
  });
});

test("previously: with the new address there, whoever has the old one is someone else", () => {
  const live = [person("new@a.example"), person("old@a.example")];
  expect(found([user("new@a.example", [], { previously })], live)).toEqual({
    matches: [["id-of-new@a.example"]],
    unnamed: ["id-of-old@a.example"],
  });
});
