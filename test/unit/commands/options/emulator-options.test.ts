import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { openStage, type Stage } from "../stage.ts";

const TOKEN = { authorization: "Bearer any-token-will-do" };
const SEED = JSON.stringify({ customers: [{ fields: { name: "Only one", reference: "ONE-1" } }] });

describe("dimctl emulator", () => {
  test("--port: where it listens", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const port = await findFreePort();
    const { url } = await serve(stage, ["--port", String(port)], async () => undefined);
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  test("--seed: the initial data", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    await stage.write("seed.json", SEED);
    const names = async (url: string): Promise<readonly string[]> => {
      const response = await fetch(`${url}/api/v1.0/customers`, { headers: TOKEN });
      const customers: readonly { readonly name: string }[] = JSON.parse(await response.text()).data;
      return customers.map(({ name }) => name);
    };
    expect((await serve(stage, [], names)).seen).not.toContain("Only one");
    expect((await serve(stage, ["--seed", "seed.json"], names)).seen).toEqual(["Only one"]);
  });

  test("--switch: another answer to an open question", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const thirdStatus = async (url: string): Promise<number> => {
      const get = () => fetch(`${url}/api/v1.0/customers`, { headers: TOKEN });
      await get();
      await get();
      return (await get()).status;
    };
    expect((await serve(stage, [], thirdStatus)).seen).toBe(200);
    expect((await serve(stage, ["--switch", "rateLimit=2"], thirdStatus)).seen).toBe(429);
  });

  test("--faults: the percentage of requests that fail", async ({ onTestFinished }) => {
    const stage = await openStage(onTestFinished);
    const failures = async (url: string): Promise<number> => {
      let failed = 0;
      for (let count = 0; count < 10; count++) {
        const status = await fetch(`${url}/api/v1.0/customers`, { headers: TOKEN }).then(
          (response) => response.status,
          () => 0,
        );
        if (status !== 200) failed++;
      }
      return failed;
    };
    expect((await serve(stage, ["--faults", "0"], failures)).seen).toBe(0);
    expect((await serve(stage, ["--faults", "100"], failures)).seen).toBeGreaterThan(5);
  });
});

/** Serves the emulator on a port of its own for as long as `look` takes, then interrupts it. */
async function serve<Seen>(
  stage: Stage,
  args: readonly string[],
  look: (url: string) => Promise<Seen>,
): Promise<{ readonly url: string; readonly seen: Seen }> {
  let interrupt = (): void => undefined;
  const port = args.includes("--port") ? [] : ["--port", "0"];
  let ended: ReturnType<Stage["call"]> | undefined;
  const greeting = await new Promise<string>((stdout) => {
    ended = stage.call(["emulator", ...port, ...args], {
      stdout,
      onSignal: (handler) => {
        interrupt = handler;
        return () => undefined;
      },
    });
    // A call that ends at once has nothing to look at.
    void ended.then(({ stderr }) => stdout(stderr));
  });
  const url = /http:\/\/[\d.:]+/.exec(greeting)?.[0] ?? "";
  const seen = await look(url);
  interrupt();
  expect(await ended).toMatchObject({ code: 0 });
  return { url, seen };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address !== null ? address.port : 0;
}
