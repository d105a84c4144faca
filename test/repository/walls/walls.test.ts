import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCircles, readImports, readSpecifiers } from "./import-graph.ts";
import { MODULES, NEVER, PACKAGES } from "./rules.ts";
import { findViolations, isIn } from "./violations.ts";

const SRC = join(import.meta.dirname, "..", "..", "..", "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), "utf8")]));
const imports = readImports(sources);

describe("the sources", () => {
  test("keep to the walls", () => {
    expect(findViolations(sources)).toEqual([]);
  });

  test("have no circle, also not by types alone", () => {
    expect(findCircles(imports)).toEqual([]);
  });
});

describe("the rules", () => {
  test("name every module, and only folders and files that are there", () => {
    expect(new Set(Object.keys(MODULES))).toEqual(new Set(files.map((file) => file.split("/")[0])));
    const named = [
      ...Object.values(MODULES).flat(),
      ...NEVER.flatMap(([from, never]) => [from, ...never]),
      ...Object.values(PACKAGES).flat(),
    ];
    expect(named.filter((place) => !files.some((file) => isIn(file, place)))).toEqual([]);
  });

  test("let no module but commands know two branches, apply apart", () => {
    const branches = (allowed: readonly string[]): number => allowed.filter((one) => one !== "model").length;
    const several = Object.entries(MODULES).filter(([, allowed]) => branches(allowed) > 1);
    expect(several.map(([name]) => name)).toEqual(["commands", "apply"]);
  });
});

describe("what is planted is found", () => {
  const planted: readonly (readonly [file: string, source: string, violation: string])[] = [
    [
      "plan/user/planted.ts",
      'import { connect } from "../../remote/connect.ts";',
      "plan/user/planted.ts imports remote/connect.ts: plan may import model",
    ],
    [
      "plan/planted.ts",
      'import type { Io } from "../commands/frame/io.ts";',
      "plan/planted.ts imports commands/frame/io.ts: plan may import model",
    ],
    [
      "model/customer/planted.ts",
      'import {\n  a,\n  b,\n} from "../../plan/diff.ts";',
      "model/customer/planted.ts imports plan/diff.ts: model may import nothing",
    ],
    [
      "remote/wire/planted.ts",
      'export { loadManifests } from "../../manifests/load.ts";',
      "remote/wire/planted.ts imports manifests/load.ts: remote may import model",
    ],
    [
      "report/text/planted.ts",
      'type Run = import("../../apply/apply.ts").Run;',
      "report/text/planted.ts imports apply/apply.ts: report may import model",
    ],
    [
      "apply/write/planted.ts",
      'import * as client from "../../remote/client.ts";',
      "apply/write/planted.ts imports remote/client.ts: apply may import model, plan, remote/api.ts",
    ],
    [
      "emulator/rules/planted.ts",
      'export const load = () => import("../faults/faults.ts");',
      "emulator/rules/planted.ts imports emulator/faults/faults.ts: emulator/rules never imports emulator/resources, emulator/faults, emulator/login",
    ],
    [
      "manifests/yaml/planted.ts",
      'import "../rules/all.ts";',
      "manifests/yaml/planted.ts imports manifests/rules/all.ts: manifests/yaml never imports manifests/configuration, manifests/rules, manifests/render",
    ],
    [
      "auth/login/planted.ts",
      'import { run } from "../../cli.ts";',
      "auth/login/planted.ts imports cli.ts: auth may import model",
    ],
    [
      "commands/plan/planted.ts",
      'import { realIo } from "../../cli.ts";',
      "commands/plan/planted.ts imports cli.ts: commands may import model, manifests, remote, auth, state, plan, apply, report, emulator",
    ],
    [
      "state/git/planted.ts",
      'import { Pool } from "undici";',
      "state/git/planted.ts imports undici: undici belongs to remote/wire/http.ts",
    ],
    [
      "plan/saved/planted.ts",
      'import { readFile } from "node:fs/promises";',
      "plan/saved/planted.ts imports node:fs/promises: node:fs belongs to auth/secrets/secrets.ts, manifests/yaml/files.ts, manifests/yaml/git-files.ts, state/file, state/memory/journal-log.ts, state/open-state.ts, commands",
    ],
    [
      "apply/user/planted.ts",
      "export const now = Date.now();",
      "apply/user/planted.ts uses the time of day: it belongs to commands/frame/real-io.ts",
    ],
    [
      "report/planted.ts",
      "export const width = process.stdout.columns;",
      "report/planted.ts uses process: it belongs to cli.ts, commands/frame/real-io.ts",
    ],
    [
      "plan/planted.ts",
      'import type { Clock } from "../model/ports/clock.ts";',
      "plan/planted.ts names Clock, which plan cannot ask for",
    ],
  ];

  test.each(planted)("in %s: %s", (file, source, violation) => {
    expect(findViolations(new Map([[file, source]]))).toEqual([violation]);
  });

  test("a circle of three, closed by a type", () => {
    const circle = new Map([
      ["plan/a.ts", 'import { b } from "./user/b.ts";'],
      ["plan/user/b.ts", 'import { c } from "../c.ts";'],
      ["plan/c.ts", 'import type { A } from "./a.ts";'],
    ]);
    expect(findCircles(readImports(circle))).toEqual([
      ["plan/a.ts", "plan/user/b.ts", "plan/c.ts", "plan/a.ts"],
    ]);
  });

  test("an import that the reader does not understand", () => {
    expect(() => readSpecifiers("import fs = require('node:fs');")).toThrow("1 words of import, and 0");
    expect(() => readSpecifiers("const load = import(name);")).toThrow("1 words of import, and 0");
  });
});
