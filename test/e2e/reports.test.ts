import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makePlace, type Place } from "./program.ts";

const manifest = (reference: string): string =>
  `apiVersion: dimctl/v1\nkind: Customer\nreference: ${reference}\nname: ${reference} Ltd\nenabled: false\nadmins: [{ email: a@x.example, displayName: A, roles: [customer.user.supervisorl1] }]\n`;

let place: Place;
beforeEach(async () => {
  const customers = { "customers/a.yaml": manifest("A-1"), "customers/b.yaml": manifest("B-1") };
  place = await makePlace({ "dimctl.yaml": "default: sandbox\n", ...customers }, {});
});
afterEach(() => place.remove());

const written = (name: string): string => readFileSync(join(place.folder, name), "utf8");

describe("--report writes the result to further files", () => {
  test("of a plan, each in its format, beside what is printed", async () => {
    const ran = await place.run([
      "plan",
      "--report=markdown=r.md",
      "--report",
      "json=r.json",
      "--only",
      "A-1",
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(
      "Plan for sandbox: 2 to create, 0 to update, 0 to delete, 0 held (1 customer).",
    );
    expect(written("r.md")).toMatch(/^<!-- dimctl -->\n\n### Plan for <code>sandbox<\/code>\n/);
    expect(JSON.parse(written("r.json"))).toMatchObject({ customers: [{ reference: "A-1" }] });
  });

  test("of manifests that are wrong", async () => {
    await place.write("customers/a.yaml", "reference: [\n");
    const ran = await place.run(["plan", "--report=github=r.txt"]);
    expect(ran.code).toBe(1);
    expect(written("r.txt")).toMatch(/^::error file=customers\/a\.yaml,line=\d+,col=1,title=yaml-syntax::/);
  });

  test("of a call that cannot be understood", async () => {
    expect((await place.run(["plan", "--nonsense", "--report=json=r.json"])).code).toBe(1);
    expect(JSON.parse(written("r.json"))).toMatchObject({
      exitCode: 1,
      problems: [{ code: "unknown-option" }],
    });
  });

  test("a file that cannot be written is said, and changes nothing else", async () => {
    const ran = await place.run(["validate", "--report=json=nowhere/r.json"]);
    expect(ran).toMatchObject({ code: 0, stderr: 'Cannot write the report to "nowhere/r.json".\n' });
  });

  test("an unknown format is refused", async () => {
    const ran = await place.run(["validate", "--report=xml=r.xml"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr.replaceAll(/\s+/g, " ")).toContain(
      'invalid value "xml=r.xml" for `--report <format=file>`: must be FORMAT=FILE; formats: text, json, markdown, github, sarif',
    );
  });
});

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@x.example", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: place.folder, stdio: "pipe" });
}

describe("--changed-since", () => {
  test("a plan has only what changed, and names what is gone", async () => {
    git("init", "--quiet");
    git("add", "-A");
    git("commit", "--quiet", "-m", "Both");
    await place.write("customers/c.yaml", manifest("C-1"));
    git("rm", "--quiet", "customers/b.yaml");
    const ran = await place.run(["plan", "--changed-since", "HEAD", "--format", "json"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      customers: [{ reference: "C-1" }],
      noLongerManaged: ["B-1"],
      problems: [{ code: "manifest-deleted", severity: "warning" }],
    });
  });

  test("a revision that does not exist is an error that says what to fetch", async () => {
    git("init", "--quiet");
    const ran = await place.run(["validate", "--changed-since=main"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('unknown git revision "main"');
    expect(ran.stderr).toContain("fetch-depth: 0");
  });
});
