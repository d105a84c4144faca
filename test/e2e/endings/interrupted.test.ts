import type { ChildProcess } from "node:child_process";
import { describe, expect, test } from "vitest";
import { resultFaults, resultProblems, planProblems } from "../documents.ts";
import { doubles, fill, ON_PBX, SECRETS, TOKEN } from "../fleet.ts";
import { MANIFESTS } from "../manifests.ts";
import { serveOther, type OtherService } from "../other-service/service.ts";
import type { OtherOptions } from "../other-service/types.ts";
import { makePlace, type Place } from "../program.ts";

/** A run that is ended in the middle: it says what it has done, and the next run finishes it. Nothing is there twice. */

const LATENCY = 25;

describe.concurrent("ended in the middle", () => {
  test.for([
    ["SIGINT", 1],
    ["SIGTERM", 1],
    ["SIGINT", 2],
  ] as const)(
    "%s, %i times: the result is printed, and the next run finishes",
    async ([signal, times], context) => {
      const { service, place } = await open(context.onTestFinished);
      const ended = await place.run(["apply", "--yes", "--format", "json"], {
        started: (child) => {
          void signalled(child, signal, times, service);
        },
      });
      expect(ended).toMatchObject({ code: 3, signal: null });
      expect(resultFaults(ended.stdout)).toEqual([]);
      expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: 3, interrupted: "signal" });
      await converges(service, place);
    },
  );

  test("a signal while planning: nothing is written, a document is printed anyway", async (context) => {
    const { service, place } = await open(context.onTestFinished, { latency: 150 });
    const ended = await place.run(["apply", "--yes", "--format", "json"], {
      started: (child) => void until(() => service.most() > 0).then(() => child.kill("SIGINT")),
    });
    expect(ended.code).toBe(3);
    expect(resultFaults(ended.stdout)).toEqual([]);
    expect(service.writes()).toEqual([]);
  });

  test.for([2, 5, 12])("killed at write %i: the next run finishes", async (at, context) => {
    const { service, place } = await open(context.onTestFinished);
    const killed = await place.run(["apply", "--yes"], {
      started: (child) => void afterWrites(service, at).then(() => child.kill("SIGKILL")),
    });
    expect(killed.signal).toBe("SIGKILL");
    await converges(service, place);
  });

  test("killed before a PBX is enabled, and the state is lost: the next run enables it", async (context) => {
    let isCut = true;
    const { service, place } = await open(context.onTestFinished, {
      intercept: ({ method, path }) =>
        isCut && method === "PATCH" && path.includes("/pbxs/") ? { cut: "before" } : undefined,
    });
    await place.run(["apply", "--yes", "--timeout", "5"]);
    isCut = false;
    await place.forget();
    await converges(service, place);
    const pbxs = service.customers.flatMap((customer) => customer.pbxs);
    expect(pbxs.map(({ enabled }) => enabled)).toEqual(pbxs.map(() => true));
  });

  test("the reply of every fifth write is lost: nothing is there twice, and it is said", async (context) => {
    let writes = 0;
    const { service, place } = await open(context.onTestFinished, {
      intercept: ({ method }) => {
        if (method === "GET") return undefined;
        writes += 1;
        return writes % 5 === 0 ? { cut: "after" } : undefined;
      },
    });
    const apply = await place.run(["apply", "--yes", "--format", "json"]);
    expect({ code: apply.code, problems: resultProblems(apply.stdout) }).toEqual({ code: 0, problems: [] });
    expect(doubles(service)).toEqual([]);
  });

  test("two runs at the same time go one after the other and make nothing twice", async (context) => {
    const { service, place } = await open(context.onTestFinished);
    const both = await Promise.all([1, 2].map(() => place.run(["apply", "--yes", "--format", "json"])));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    for (const run of both) expect(resultFaults(run.stdout)).toEqual([]);
    await converges(service, place);
  });
});

async function open(
  onTestFinished: (end: () => Promise<void>) => void,
  options: Partial<OtherOptions> = {},
): Promise<{ service: OtherService; place: Place }> {
  const service = await serveOther({ onPbx: ON_PBX, latency: LATENCY, ...options });
  fill(service);
  const env = { DIMENSIONS_API_URL: service.url, DIMENSIONS_ACCESS_TOKEN: TOKEN, ...SECRETS };
  const place = await makePlace(MANIFESTS, env);
  onTestFinished(async () => {
    await service.close();
    await place.remove();
  });
  return { service, place };
}

async function signalled(
  child: ChildProcess,
  signal: NodeJS.Signals,
  times: number,
  service: OtherService,
): Promise<void> {
  await afterWrites(service, 4);
  for (let time = 0; time < times; time += 1) {
    child.kill(signal);
    await pause(5);
  }
}

async function converges(service: OtherService, place: Place): Promise<void> {
  const next = await place.run(["apply", "--yes", "--format", "json"]);
  expect({ code: next.code, problems: resultProblems(next.stdout) }).toEqual({ code: 0, problems: [] });
  service.reset();
  const plan = await place.run(["plan", "--format", "json", "--exit-code"]);
  expect({ code: plan.code, problems: planProblems(plan.stdout) }).toEqual({ code: 0, problems: [] });
  expect(service.writes()).toEqual([]);
  expect(doubles(service)).toEqual([]);
}

async function afterWrites(service: OtherService, count: number): Promise<void> {
  await until(() => service.writes().length >= count);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000 && !isSo(); waited += 1) await pause(1);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
