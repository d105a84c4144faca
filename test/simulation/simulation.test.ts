import { describe, expect, test } from "vitest";
import { report } from "./replay.ts";
import { simulate } from "./simulation.ts";

/**
 * The same seeds every time, so that a change and not chance decides about a check; `SIMULATION_SEED=N` begins elsewhere, and
 * `npm run simulate` looks at many more.
 */
const FIRST = Number(process.env["SIMULATION_SEED"] ?? 1);
const SEEDS = 500;

describe("an apply under faults, kills, a second apply and other people's hands", () => {
  test(`holds every safety rule, converges and says the truth: seeds ${FIRST} to ${FIRST + SEEDS - 1}`, async () => {
    console.log(`simulation: seeds from ${FIRST} (SIMULATION_SEED=${FIRST})`);
    expect(await failuresOf(FIRST, SEEDS)).toEqual([]);
  }, 120_000);

  test("has rules that notice: a service that forgets a role on every write is found out", async () => {
    const verdict = await simulate(3, undefined, false, (request, { state }) => {
      if (request.method !== "PATCH" || !request.path.includes("/users/")) return;
      const userId = request.path.split("/").at(-1) ?? "";
      for (const { users } of Object.values(state.customers)) users[userId]?.roles.shift();
    });
    expect(verdict.violations.length).toBeGreaterThan(0);
  });

  test("is repeatable: a seed has the same chronicle each time", async () => {
    const [first, second] = [await simulate(7, undefined, true), await simulate(7, undefined, true)];
    expect(first.trace.length).toBeGreaterThan(10);
    expect(second.trace).toEqual(first.trace);
  });
});

async function failuresOf(first: number, count: number): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const verdict = await simulate(seed);
    if (verdict.violations.length > 0) failures.push(report(verdict, []));
  }
  return failures;
}
