import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns, fixedLine, line, pad, piece, render } from "../../../src/report/layout.ts";

const plain = (width: number) => ({ color: false, width });

describe("wrapping", () => {
  test("a long line goes on further in", () => {
    expect(render([line(2, ["one two three four five six"], 2)], plain(20))).toBe(
      "  one two three four\n    five six",
    );
  });

  test("a word longer than the line stays whole, to be copied", () => {
    expect(render([line(2, ["see https://api.example/a/very/long/address now"])], plain(20))).toBe(
      "  see\n    https://api.example/a/very/long/address\n    now",
    );
  });

  test("blanks that align columns stay, but not at the end of a row", () => {
    expect(render([line(0, ["name    value", "   ", "x"], 0)], plain(20))).toBe("name    value   x");
    expect(render([line(0, ["0123456789   0123456789"], 0)], plain(20))).toBe("0123456789\n0123456789");
  });

  test("a fixed line is never wrapped", () => {
    expect(render([fixedLine(2, ["a b c d e f g h i j k l m n"])], plain(20))).toBe(
      "  a b c d e f g h i j k l m n",
    );
  });

  test("no row is wider than the width unless it is one word, and no word is lost", () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,30}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 0, max: 8 }),
        (list, width, indent) => {
          const rows = render([line(indent, [list.join(" ")])], plain(width)).split("\n");
          for (const row of rows) expect(row.length <= width || !row.trim().includes(" ")).toBe(true);
          expect(rows.map((row) => row.trim()).join(" ")).toBe(list.join(" "));
        },
      ),
    );
  });
});

test("colour changes nothing but the colour", () => {
  const lines = [
    line(2, [piece("add", "+"), " ", piece("strong", "create user ana"), piece("plain", " now")]),
  ];
  const coloured = render(lines, { color: true, width: 80 });
  expect(coloured).toBe("  \u001B[32m+\u001B[0m \u001B[1mcreate user ana\u001B[0m now");
  expect(
    coloured
      .split("\u001B")
      .map((part) => part.replace(/^\[[\d;]*m/, ""))
      .join(""),
  ).toBe(render(lines, plain(80)));
});

test("wide characters take two columns", () => {
  expect([columns("abc"), columns("東京"), columns("é"), columns("e\u0301"), columns("")]).toEqual([
    3, 4, 1, 1, 0,
  ]);
  expect([columns("🙂"), columns("🇳🇱"), columns("👩‍👩‍👧"), columns("한글"), columns("ｶﾅ")]).toEqual([
    2, 2, 2, 4, 2,
  ]);
  expect(pad("東京", 6)).toBe("東京  ");
});
