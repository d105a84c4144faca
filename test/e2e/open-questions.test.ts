import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resultProblems, planProblems } from "./documents.ts";
import { doubles, fill, ON_PBX, SECRETS, TOKEN } from "./fleet.ts";
import { MANIFESTS } from "./manifests.ts";
import { DOCUMENTED, OTHERS, type Reading } from "./other-reading.ts";
import { serveOther, type OtherService } from "./other-service/service.ts";
import { makePlace, type Place, type Ran } from "./program.ts";

/**
 * The promise of the project, against a service that nobody of dimctl has written: however it answers the questions that the
 * documentation leaves open (A1–A15), a fleet is planned, applied, and then there is nothing to do. Every answer of every
 * question is in one of these readings.
 */
const READINGS: readonly (readonly [string, Partial<Reading>])[] = [
  ["the documented examples", {}],
  ...Array.from({ length: mostAnswers() }, (_, index): [string, Partial<Reading>] => [
    `the other answers, ${index + 1} of each`,
    readingOf(index),
  ]),
  ["every third request comes too early", { limitEvery: 3, retryAfter: "seconds" }],
  // Answers that matter only together.
  [
    "one spelling of the admin role counts, the other is stored",
    { adminRole: "admin.user", unknownRole: "stored", noAdminStatus: 409 },
  ],
  [
    "only the array of PBXs and only the trial as a string are taken",
    { pbxKey: "array", otherPbxKey: "refused", trial: "string", otherTrial: "refused" },
  ],
  [
    "everything is shown, as strings and nulls",
    {
      customerFields: "rich",
      pbxFields: "rich",
      listRoles: true,
      unset: "null",
      numbers: "string",
      readBooleans: "string",
      patchBooleans: "string",
      pbxEnabledShown: "always",
    },
  ],
];

describe.concurrent("plan, apply, and nothing to do, whatever the service answers", () => {
  test.for(READINGS)("%s", async ([, reading], { onTestFinished }) => {
    const { service, place } = await open(reading, onTestFinished);

    const plan = await place.run(["plan", "--format", "json", "--exit-code"]);
    expect(said(plan, planProblems)).toEqual({ code: 2, problems: [] });
    expect(service.writes()).toEqual([]);

    const apply = await place.run(["apply", "--yes", "--format", "json", "--import-timeout", "10"]);
    expect(said(apply, resultProblems), JSON.stringify(reading)).toEqual({ code: 0, problems: [] });
    expect(doubles(service)).toEqual([]);

    // Once with what was remembered, once as another machine would run it.
    for (const remembers of [true, false]) {
      if (!remembers) await place.forget();
      service.reset();
      const again = await place.run(["plan", "--format", "json", "--exit-code"]);
      expect(said(again, planProblems), `remembers: ${remembers}`).toEqual({ code: 0, problems: [] });
      const second = await place.run(["apply", "--yes", "--format", "json"]);
      expect(said(second, resultProblems)).toEqual({ code: 0, problems: [] });
      expect(service.writes()).toEqual([]);
    }
    for (const secret of [TOKEN, ...Object.values(SECRETS)]) {
      expect(plan.stdout + plan.stderr + apply.stdout + apply.stderr).not.toContain(secret);
    }
  });
});

test("no other user is written before an admin is there", async ({ onTestFinished }) => {
  const { service, place } = await open({ noAdminStatus: 403, adminCounted: "each-op" }, onTestFinished);
  await place.run(["apply", "--yes"]);
  expect(service.tooEarly()).toEqual([]);
});

test("a home that cannot be written changes nothing about the result", async ({ onTestFinished }) => {
  const { service, place } = await open({}, onTestFinished);
  await place.write("file", "");
  const env = { HOME: join(place.folder, "file"), XDG_STATE_HOME: join(place.folder, "file", "state") };
  const apply = await place.run(["apply", "--yes", "--format", "json"], { env });
  expect(said(apply, resultProblems)).toEqual({ code: 0, problems: [] });
  service.reset();
  const again = await place.run(["apply", "--yes", "--format", "json"], { env });
  expect(said(again, resultProblems)).toEqual({ code: 0, problems: [] });
  expect(service.writes()).toEqual([]);
});

test("a plan asks for no more than it needs, and never more at once than it may", async ({
  onTestFinished,
}) => {
  const { service, place } = await open({ pageCap: 1000 }, onTestFinished);
  await place.run(["apply", "--yes"]);
  service.reset();
  await place.run(["plan", "--concurrency", "3"]);
  const asked = service.seen.map(({ method, path }) => `${method} ${kindOf(path)}`);
  const count = (wanted: string): number => asked.filter((one) => one === wanted).length;
  expect(count("GET customers")).toBeLessThanOrEqual(2);
  expect(count("GET users")).toBe(4);
  expect(count("GET pbxs")).toBeLessThanOrEqual(4);
  // 4 + 4 + 2 + 4 people are named, and the lists show no roles.
  expect(count("GET user")).toBe(14);
  expect(asked.length).toBe(
    count("GET customers") + count("GET users") + count("GET pbxs") + count("GET user"),
  );
  expect(service.most()).toBeLessThanOrEqual(3);
});

async function open(
  reading: Partial<Reading>,
  onTestFinished: (end: () => Promise<void>) => void,
): Promise<{ service: OtherService; place: Place }> {
  const service = await serveOther({ reading, onPbx: ON_PBX });
  fill(service);
  const env = { DIMENSIONS_API_URL: service.url, DIMENSIONS_ACCESS_TOKEN: TOKEN, ...SECRETS };
  const place = await makePlace(MANIFESTS, env);
  onTestFinished(async () => {
    await service.close();
    await place.remove();
  });
  return { service, place };
}

/** The exit code, and what is wrong: against the schema, or in the words of the outcome. */
function said({ code, stdout, stderr }: Ran, check: (text: string) => readonly string[]): object {
  const diagnostics = check(stdout);
  return { code, problems: code === 70 ? [stderr] : diagnostics };
}

function kindOf(path: string): string {
  const [, , , ...parts] = path.replace(/\?.*/, "").split("/");
  if (parts[0] !== "customers") return parts[0] ?? "";
  if (parts.length === 1) return "customers";
  return parts.length === 4 ? "user" : (parts[2] ?? "customer");
}

function mostAnswers(): number {
  return Math.max(...Object.values(OTHERS).map((answers) => answers.length));
}

/** The index-th other answer of every question that has so many, the documented one of the others. */
function readingOf(index: number): Partial<Reading> {
  const entries = Object.entries(OTHERS).map(([key, answers]) => [
    key,
    answers[index] ?? DOCUMENTED[key as keyof Reading],
  ]);
  return Object.fromEntries(entries) as Reading;
}
