import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { anchors } from "../docs/markdown.ts";
import { DOCUMENTS, FILES, read, ROOT } from "../docs/repository.ts";

// Whatever the repository refers to is in the repository: sections, assumptions, files, anchors, scripts.

const CONTRACT = "src/remote/CONTRACT.md";
const contract = read(CONTRACT);
const own = "test/repository/references.test.ts";
/** Code, tests, schemas and documents; texts that tests compare to the letter are data. */
const texts = FILES.filter(
  (file) =>
    /^(src|test|schemas|\.github)\/.*\.(ts|mjs|json|md|yml)$|^[^/]+\.md$/.test(file) &&
    !/^test\/(scenarios\/[^/]+|unit\/report\/golden)\//.test(file) &&
    file !== own,
);
/** Every match of a pattern, with its place; a blank also matches where a comment goes on in its next line. */
function mentions(pattern: RegExp, files: readonly string[] = texts): readonly Mention[] {
  const spaced = new RegExp(
    pattern.source.replaceAll(" ", String.raw`(?: |\n[ \t]*(?:\*|\/\/)? *)`),
    pattern.flags,
  );
  return files.flatMap((file) => {
    const text = read(file);
    return [...text.matchAll(spaced)].map((match) => ({
      at: `${file}:${text.slice(0, match.index).split("\n").length}`,
      file,
      text: match[0],
      groups: match.slice(1).map((group) => group?.replaceAll(/\s+(?:\*|\/\/)?\s*/g, " ")),
    }));
  });
}

interface Mention {
  readonly at: string;
  readonly file: string;
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
}

const dangling = (found: readonly Mention[]): readonly string[] =>
  found.map(({ at, text }) => `${at} ${text}`);

describe("the contract", () => {
  const sections = new Set([...contract.matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map((match) => match[1]));
  const section = (number: string): string =>
    new RegExp(
      String.raw`^#{2,3} ${number.replace(".", String.raw`\.`)}\.? [\s\S]*?(?=^## |\n*$(?![\s\S]))`,
      "m",
    ).exec(contract)?.[0] ?? "";
  const steps = (number: string): ReadonlySet<string | undefined> =>
    new Set([...section(number).matchAll(/^(\d+)\. \*\*/gm)].map((match) => match[1]));

  test("has the sections and rules that are referred to", () => {
    const found = mentions(
      /CONTRACT\.md,? sections? (\d+(?:\.\d+)?)(?: (?:to|and) (\d+(?:\.\d+)?))?(?: rules? (\d+))?/g,
    );
    const wrong = found.filter(({ groups: [first = "", last = first, rule] }) => {
      const isKnown = sections.has(first) && sections.has(last);
      return !isKnown || (rule !== undefined && !steps(first).has(rule));
    });
    expect(dangling(wrong)).toEqual([]);
    expect(found.length).toBeGreaterThan(20);
  });

  test("has the steps of the guide that are referred to", () => {
    const found = mentions(/\bguide steps? (\d+)(?: and (\d+))?/g);
    const known = steps("0");
    expect(dangling(found.filter(({ groups }) => groups.some((step) => step && !known.has(step))))).toEqual(
      [],
    );
    expect(found.length).toBeGreaterThan(5);
  });

  test("has the assumptions, contradictions, gaps and findings that are referred to", () => {
    const numbered = [...contract.matchAll(/^\| ([ACNRU]\d+) \|/gm)];
    const pages = [...contract.slice(contract.indexOf("\n## Sources")).matchAll(/(?:\| |· )(\w+) `/g)];
    const known = new Set([...numbered, ...pages].map((match) => match[1]));
    // In that test R0 to R9 are customers.
    const numbering = texts.filter((file) => file !== "test/unit/report/text/plan-text.test.ts");
    const found = mentions(/\b([ACNRU]\d{1,2})\b(?!-\d)/g, numbering);
    expect(dangling(found.filter(({ groups: [number] }) => !known.has(number)))).toEqual([]);
    expect(found.length).toBeGreaterThan(100);
  });

  test("every assumption is named by the code that answers for it", () => {
    const assumed = [...contract.matchAll(/^\| (A\d+) \|.*$/gm)].filter(
      ([row]) => !row.includes("not implemented"),
    );
    const named = new Set(
      mentions(
        /\b(A\d+)\b/g,
        texts.filter((file) => /^src\/.*\.ts$/.test(file)),
      ).map(({ text }) => text),
    );
    expect(assumed.map((match) => match[1] ?? "").filter((number) => !named.has(number))).toEqual([]);
  });
});

describe("other pages", () => {
  test("a section of ARCHITECTURE.md that is referred to exists", () => {
    const titles = [...read("ARCHITECTURE.md").matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? "");
    const found = mentions(/ARCHITECTURE\.md, ([A-Z][\w-]*(?: [\w-]+){0,8})/g);
    const wrong = found.filter(({ groups: [text = ""] }) => !titles.some((title) => text.startsWith(title)));
    expect(dangling(wrong)).toEqual([]);
    expect(found.length).toBeGreaterThan(10);
  });

  test("no page is referred to that is not in the repository", () => {
    const pages = new Set(FILES.map((file) => file.split("/").at(-1)));
    const found = mentions(/\b([A-Za-z][\w-]*\.md)\b/g);
    expect(
      dangling(found.filter(({ groups: [page] }) => !pages.has(page) && !SAMPLES.has(page ?? ""))),
    ).toEqual([]);
  });
});

/** Names of reports in examples and tests: files that a run makes. */
const SAMPLES = new Set(["report.md", "r.md", "summary.md"]);

describe("documents", () => {
  test("link to files and headings that exist", () => {
    const links = mentions(/\]\((?!https?:|mailto:)([^)\s]*)\)/g, DOCUMENTS);
    const wrong = links.filter(({ file, groups: [target = ""] }) => {
      const [path = "", anchor] = target.split("#");
      const aimed = path === "" ? file : normalize(join(dirname(file), path)).replace(/\/$/, "");
      if (!existsSync(join(ROOT, aimed))) return true;
      return anchor !== undefined && !anchors(read(aimed)).has(anchor);
    });
    expect(dangling(wrong)).toEqual([]);
    expect(links.length).toBeGreaterThan(20);
  });

  test("name files of the repository that exist", () => {
    const named = mentions(/`((?:src|test|schemas|customers|\.github)\/[\w./@*-]+)`/g, DOCUMENTS);
    const wrong = named.filter(
      ({ groups: [path = ""] }) => !existsSync(join(ROOT, path.replace(/\*.*$/, ""))),
    );
    expect(dangling(wrong)).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });

  test("name npm scripts that exist", () => {
    const { scripts }: { readonly scripts: object } = JSON.parse(read("package.json"));
    const called = mentions(/\bnpm run ([\w:]+)/g, DOCUMENTS);
    expect(dangling(called.filter(({ groups: [name = ""] }) => !(name in scripts)))).toEqual([]);
  });

  test("quote titles of tests that exist", () => {
    const rows = mentions(/`(test\/[\w./-]+\.ts)`((?: "[^"]+",?)+)/g, ["ARCHITECTURE.md"]);
    const wrong = rows.flatMap(({ at, groups: [file = "", quoted = ""] }) =>
      [...quoted.matchAll(/"([^"]+)"/g)]
        .flatMap((match) => (match[1] ?? "").split("…"))
        .map((part) => part.trim())
        .filter((part) => !read(file).includes(part))
        .map((part) => `${at} ${file}: ${part}`),
    );
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  });
});
