import { describe, expect, test } from "vitest";
import type { SeedCustomer } from "../../../src/emulator/world/seed.ts";
import { toTenantId } from "../../../src/model/ids.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import type { WireRequest } from "../../../src/model/ports/wire.ts";
import { createUser, field, updateCustomer } from "../../support/change-builders.ts";
import { customerPlan } from "../../support/plan-builders.ts";
import { play, type StageOptions } from "./stage.ts";

const idOf = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const referenceOf = (n: number): string => `C-${String(n).padStart(2, "0")}`;

interface Fleet {
  readonly plans: readonly CustomerPlan[];
  readonly customers: readonly SeedCustomer[];
}

/** `size` customers that are to be renamed; each may have more changes. */
function fleet(size: number, more: CustomerPlan["changes"] = []): Fleet {
  const numbers = Array.from({ length: size }, (_, n) => n + 1);
  return {
    plans: numbers.map((n) =>
      customerPlan(referenceOf(n), {
        name: `Customer ${referenceOf(n)}`,
        tenantId: toTenantId(idOf(n)),
        changes: [updateCustomer({ fields: [field("name", `New ${n}`, `Old ${n}`)] }), ...more],
      }),
    ),
    customers: numbers.map((n) => ({ id: idOf(n), fields: { name: `Old ${n}`, reference: referenceOf(n) } })),
  };
}

const isWrite = ({ method }: WireRequest): boolean => method !== "GET";

/** How the first change of each customer ended, and the requests that were sent to write. */
async function run(
  { plans, customers }: Fleet,
  stage: StageOptions,
): Promise<{ sent: number; outcomes: Readonly<Record<string, string>> }> {
  let sent = 0;
  const { results } = await play(plans, {
    ...stage,
    customers,
    refusal: (request) => {
      if (isWrite(request)) sent += 1;
      return stage.refusal?.(request);
    },
  });
  const outcomes = results.map(({ reference, changes: [first] }) => {
    const outcome = first?.outcome;
    const words = outcome?.status === "held" ? formatHold(outcome.hold) : outcome?.status;
    return [reference, words ?? "no change"] as const;
  });
  return { sent, outcomes: Object.fromEntries(outcomes) };
}

function formatHold(hold: { readonly why: string; readonly detail?: string }): string {
  return `${hold.why}: ${hold.detail ?? ""}`;
}

/** How many customers ended so. */
function count(outcomes: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of Object.values(outcomes)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe("five customers refused in the same way stop the rest", () => {
  test.each([1, 8, 64])(
    "60 customers of a suspended reseller cost five writes, %i side by side",
    async (concurrency) => {
      const { sent, outcomes } = await run(fleet(60), {
        refusal: (request) => (isWrite(request) ? 403 : undefined),
        refusalMessage: () => "Reseller is suspended",
        options: { concurrency },
      });
      expect(sent).toBe(5);
      expect(count(outcomes)).toEqual({
        failed: 5,
        "stopped: 5 customers failed the same way: Dimensions refused it: Reseller is suspended": 55,
      });
    },
  );

  test("ids, numbers and names in a message do not make it another way to fail", async () => {
    const { sent } = await run(fleet(20), {
      refusal: (request) => (isWrite(request) ? 409 : undefined),
      refusalMessage: ({ path }) => {
        const id = path.split("/").at(-1) ?? "";
        return `Tenant ${id} ("Customer ${id.slice(-2)}") of R${id.slice(-2)} is locked since 12:${id.slice(-2)}`;
      },
      options: { concurrency: 8 },
    });
    expect(sent).toBe(5);
  });

  test("several changes of one customer that are refused are one customer: nobody else is held", async () => {
    const users = Array.from({ length: 9 }, (_, n) =>
      createUser(`u${n}@acme.example`, { wave: 2, fields: [field("displayName", `U ${n}`)] }),
    );
    const { outcomes } = await run(
      { ...fleet(8), plans: fleet(8).plans.map((plan, n) => (n === 0 ? { ...plan, changes: users } : plan)) },
      { refusal: ({ method }) => (method === "POST" ? 403 : undefined), options: { concurrency: 1 } },
    );
    expect(count(outcomes)).toEqual({ failed: 1, done: 7 });
  });

  test("five customers that are refused in five ways stop nobody", async () => {
    const ways = ["name", "zone", "trial", "owner", "licence", "address"];
    const { outcomes } = await run(fleet(20), {
      refusal: (request) => (isWrite(request) && refusedFor(request) < 6 ? 422 : undefined),
      refusalMessage: (request) => `Invalid ${ways[refusedFor(request)]}`,
      options: { concurrency: 8 },
    });
    expect(count(outcomes)).toEqual({ failed: 6, done: 14 });
  });

  test("what is suspended in the middle of a run costs no more writes than succeeded just before", async () => {
    let writes = 0;
    const { sent, outcomes } = await run(fleet(60), {
      refusal: (request) => {
        if (!isWrite(request)) return undefined;
        writes += 1;
        return writes > 10 ? 403 : undefined;
      },
      options: { concurrency: 64 },
    });
    expect(sent).toBeLessThanOrEqual(10 + 5 + 10);
    expect(outcomes[referenceOf(60)]).toMatch(/^stopped: /);
  });
});

function refusedFor({ path }: WireRequest): number {
  return Number(path.split("/").at(-1)?.slice(-2)) - 1;
}

describe("--max-failures", () => {
  test.each([
    [{ kind: "customers", amount: 1 }, 1],
    [{ kind: "customers", amount: 3 }, 3],
    [{ kind: "share", amount: 10 }, 2],
    [{ kind: "share", amount: 1 }, 1],
  ] as const)(
    "%j of 20 customers ends after %i failures, in whatever way",
    async (failureBound, failures) => {
      let n = 0;
      const { sent, outcomes } = await run(fleet(20), {
        refusal: (request) => (isWrite(request) ? 422 : undefined),
        refusalMessage: () => `Way ${"abcdefghijklmnopqrstuvwxyz"[(n += 1)]}`,
        options: { failureBound, concurrency: 64 },
      });
      expect(sent).toBe(failures);
      expect(Object.values(outcomes).filter((outcome) => outcome === "failed")).toHaveLength(failures);
      expect(outcomes[referenceOf(20)]).toBe(
        `stopped: ${failures === 1 ? "1 customer" : `${failures} customers`} failed (--max-failures)`,
      );
    },
  );
});

describe("rollout", () => {
  const rollout = { canary: ["C-07", "C-03"], shares: [10, 50] };

  test("goes on from step to step while every customer of the step before is confirmed", async () => {
    const order: string[] = [];
    const { outcomes } = await run(fleet(12), {
      refusal: (request) => {
        if (isWrite(request)) order.push(`C-${request.path.slice(-2)}`);
        return undefined;
      },
      options: { rollout, concurrency: 1 },
    });
    expect(count(outcomes)).toEqual({ done: 12 });
    expect(order.slice(0, 3)).toEqual(["C-03", "C-07", "C-01"]);
  });

  test.each([
    ["a canary", "C-07", 2],
    ["the one of the first share", "C-01", 3],
    ["one of the second share", "C-04", 7],
  ])("%s that fails holds what comes after its step", async (_, failing, sentInAll) => {
    const { sent, outcomes } = await run(fleet(12), {
      refusal: (request) => (isWrite(request) && request.path.endsWith(failing.slice(2)) ? 422 : undefined),
      options: { rollout, concurrency: 8 },
    });
    expect(sent).toBe(sentInAll);
    expect(count(outcomes)).toEqual({
      done: sentInAll - 1,
      failed: 1,
      [`stopped: rollout: ${failing} not confirmed`]: 12 - sentInAll,
    });
  });
});
