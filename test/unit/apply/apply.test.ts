import { describe, expect, test } from "vitest";
import { summariseResult } from "../../../src/apply/apply.ts";
import { toTenantId } from "../../../src/model/ids.ts";
import { field, updateCustomer } from "../../support/change-builders.ts";
import { blockedUser, customerPlan } from "../../support/plan-builders.ts";
import { ACME, acme, LOST_AFTER, play, TENANT } from "./stage.ts";
import { carla } from "./creations.ts";

const rename = updateCustomer({ fields: [field("name", "Acme Dental", "Acme")] });

test("a customer with an object that is blocked is incomplete, though nothing failed", async () => {
  const blocked = [blockedUser("b@acme.example")];
  const [{ results: renamed }, { results: left }] = await Promise.all([
    play([acme([rename], { blocked })]),
    play([acme([], { blocked })]),
  ]);
  expect(renamed[0]).toMatchObject({ status: "incomplete", changes: [{ outcome: { status: "done" } }] });
  expect(left[0]).toMatchObject({ status: "incomplete", changes: [] });
  expect(summariseResult([...renamed, ...left])).toMatchObject({ done: 1, held: 0, blocked: 2 });
});

describe("customers are isolated", () => {
  test("a customer whose writes are answered with 500 leaves the others alone", async () => {
    const other = { id: "bbbbbbbb-0000-4000-8000-000000000002", fields: { name: "B", reference: "B" } };
    const bPlan = customerPlan("B", {
      changes: [updateCustomer({ fields: [field("name", "Better", "B")] })],
      tenantId: toTenantId(other.id),
    });
    const { results, emulator } = await play([acme([rename]), bPlan], {
      customers: [ACME, other],
      fault: ({ method, path }) =>
        method === "PATCH" && path.includes(TENANT)
          ? { kind: "status", status: 500, effect: false }
          : undefined,
    });
    expect(Object.fromEntries(results.map(({ reference, status }) => [reference, status]))).toEqual({
      ACME: "incomplete",
      B: "done",
    });
    expect(emulator.state.customers[other.id]?.fields["name"]).toBe("Better");
  });

  test("refused credentials end the run: what was not begun is held, and the error comes last", async () => {
    let requests = 0;
    const { error, outcomes } = await play([acme([rename, carla])], {
      fault: () => {
        requests += 1;
        return undefined;
      },
      switches: { tokens: "issued" },
    });
    expect(error).toMatchObject({ kind: "unauthorised" });
    expect(outcomes[rename.key]).toMatchObject({
      status: "failed",
      why: "Dimensions refused the credentials",
    });
    expect(outcomes[carla.key]).toMatchObject({ status: "held", hold: { why: "not-started" } });
    expect(requests).toBe(1);
  });

  test("a write whose reply is lost as the credentials end is unknown, not failed", async () => {
    let isLost = false;
    const { error, outcomes } = await play([acme([carla])], {
      fault: ({ method }) => {
        if (method === "POST") {
          isLost = true;
          return LOST_AFTER;
        }
        return undefined;
      },
      tokensGoodUntil: () => isLost,
    });
    expect(error).toMatchObject({ kind: "unauthorised" });
    expect(outcomes[carla.key]).toMatchObject({ status: "unknown" });
  });

  test("after the signal to stop nothing is started, and everything is named", async () => {
    const stop = new AbortController();
    stop.abort();
    const { outcomes, writes } = await play([acme([rename, carla])], { options: { stop: stop.signal } });
    expect(writes).toEqual([]);
    expect(outcomes).toMatchObject({
      [rename.key]: { status: "held", hold: { why: "not-started" } },
      [carla.key]: { status: "held", hold: { why: "not-started" } },
    });
  });

  test("a change in flight when the signal to stop comes is finished; what comes after it is not started", async () => {
    const stop = new AbortController();
    const { outcomes, writes } = await play([acme([rename, carla])], {
      options: { stop: stop.signal },
      fault: ({ method }) => {
        if (method === "PATCH") stop.abort();
        return undefined;
      },
    });
    expect(writes).toEqual(["PATCH / 200"]);
    expect(outcomes).toEqual({
      [rename.key]: { status: "done", request: expect.objectContaining({ method: "PATCH", status: 200 }) },
      [carla.key]: { status: "held", hold: { why: "not-started", detail: "the run ended first" } },
    });
  });

  test("a failed wave holds the ones after it", async () => {
    const tooLong = updateCustomer({ fields: [field("name", "x".repeat(101), "Acme")] });
    const { outcomes } = await play([acme([tooLong, carla])]);
    expect(outcomes[tooLong.key]).toMatchObject({ status: "failed", request: { status: 400 } });
    expect(outcomes[carla.key]).toEqual({ status: "held", hold: { why: "depends-on", on: "customer" } });
  });
});
