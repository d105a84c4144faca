import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  commandData,
  commandProperty,
  cut,
  entities,
  htmlCode,
  jsonText,
  markdownFence,
  terminalText,
  visible,
} from "../../../src/report/sanitize.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("visible: what a reader cannot see is spelled out", () => {
  test.each([
    ["a right-to-left override", "ana\u202Egnp.exe", String.raw`ana\u202egnp.exe`],
    ["an isolate", "\u2066x\u2069", String.raw`\u2066x\u2069`],
    ["a zero-width space", "ad\u200Bmin", String.raw`ad\u200bmin`],
    ["a byte order mark", "\uFEFFx", String.raw`\ufeffx`],
    ["a soft hyphen", "ad\u00ADmin", String.raw`ad\u00admin`],
    ["an ANSI colour", "\u001B[31mred", String.raw`\u001b[31mred`],
    ["an 8-bit control sequence", "\u009B31m", String.raw`\u009b31m`],
    ["line ends and tabs", "a\nb\r\tc", String.raw`a\nb\r\tc`],
    ["a line separator", "a\u2028b", String.raw`a\u2028b`],
    ["a blank that is none", "a\u00A0b", String.raw`a\u00a0b`],
    ["a hidden tag letter", "a\u{E0041}b", String.raw`a\u{e0041}b`],
    ["half a character", "a\uD800b", String.raw`a\ud800b`],
    ["a variation selector", "a\uFE0F", String.raw`a\ufe0f`],
  ])("%s", (_title, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test("names in any script stay as they are", () => {
    for (const name of [
      "Société Générale",
      "Łódź Dental",
      "東京クリニック",
      "Клиника",
      "شركة",
      "Ü & Söhne \\ 1",
    ]) {
      expect(visible(name)).toBe(name);
    }
  });

  test("nothing invisible is left of any text, and doing it twice changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});

describe("terminalText: a CI log reads no command in it", () => {
  test.each([
    ["::set-output name=x::1", String.raw`:\u003aset-output name=x::1`],
    ["a ##[add-mask]b", String.raw`a #\u0023[add-mask]b`],
    [":::error::x", String.raw`:\u003a:error::x`],
    ["listens on ::1", "listens on ::1"],
    ["see ::", String.raw`see :\u003a`],
    ["http://[::1]:4010", "http://[::1]:4010"],
    ["10:30, name: value", "10:30, name: value"],
  ])("%s", (text, expected) => {
    expect(terminalText(text)).toBe(expected);
  });

  test("no text keeps an opening of a command", () => {
    const pieces = fc.array(fc.constantFrom(":", "::", "#", "##[", "[", "error", " ", "\n", "a"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const shown = terminalText(parts.join(""));
        expect(shown).not.toMatch(/##\[|(^|\s)::/);
      }),
    );
  });
});

describe("Markdown", () => {
  test("a cell of a table cannot be left, and holds no markup", () => {
    expect(htmlCode("a | **b** <script>x</script> [c](d) @team")).toBe(
      "<code>a &#124; &#42;&#42;b&#42;&#42; &#60;script&#62;x&#60;/script&#62; &#91;c&#93;(d) &#64;team</code>",
    );
  });

  test("a sentence holds no link, mention, emoji code or formula", () => {
    expect(entities("http://x www.y :smile: #12 $a$")).toBe(
      "http&#58;//x www&#46;y &#58;smile: &#35;12 &#36;a&#36;",
    );
  });

  test("a fence is longer than any run of backticks inside", () => {
    expect(markdownFence("a\n````\nb", "text")).toBe("`````text\na\n````\nb\n`````");
  });

  test("whatever the text, a cell stays one line without active characters", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const inner = htmlCode(text).slice("<code>".length, -"</code>".length);
        expect(inner.replaceAll(/&#\d+;/g, "")).not.toMatch(/[<>&"'`*_[\]!#|~@\\$\n]/);
      }),
    );
  });
});

describe("workflow commands", () => {
  test("a message cannot end its line", () => {
    expect(commandData("100%\n::error::x")).toBe(String.raw`100%25\n::error::x`);
  });

  test("a property cannot begin another", () => {
    expect(commandProperty("a,line=1::b:c")).toBe(String.raw`a%2Cline=1%3A%3Ab%3Ac`);
  });
});

describe("jsonText", () => {
  test("escapes what is invisible, without changing the value", () => {
    const text = jsonText({ name: "a\u202Eb ##[group]\u{E0041}" });
    expect(text).toBe(String.raw`{
  "name": "a\u202eb #\u0023[group]\udb40\udc41"
}`);
    expect(JSON.parse(text)).toEqual({ name: "a\u202Eb ##[group]\u{E0041}" });
  });

  test("every value reads back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

test("cut keeps short texts and ends long ones with an ellipsis", () => {
  expect([cut("abc", 3), cut("abcd", 3), cut("😀😀😀", 3)]).toEqual(["abc", "ab…", "😀😀😀"]);
});
