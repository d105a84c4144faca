import { expect, test } from "vitest";
import { doneBy, createPerform, type Step } from "../../../../src/apply/write/perform.ts";
import { ApiError } from "../../../../src/remote/api.ts";
import { virtualClock } from "../../../simulation/virtual-clock.ts";
import { createCustomer, createPbx } from "../../../support/change-builders.ts";

const REQUEST = { method: "POST", path: "/customers" };
const change = createCustomer();
const inside = createPbx("Main", { inside: true });

/** A step that notes in `order` what is asked of it, and what the journal is told. */
function stage(rest: (note: (what: string) => void) => Partial<Step<string>>) {
  const order: string[] = [];
  const note = (what: string): void => void order.push(what);
  const journal = {
    begin: async ({ key }: { key: string }) => note(`begin ${key}`),
    confirm: async ({ key }: { key: string }) => note(`confirm ${key}`),
  };
  const step: Step<string> = {
    change,
    send: async () => (note("send"), { live: "sent", request: REQUEST }),
    readBack: async () => (note("read back"), "found"),
    lagMs: 0,
    ...rest(note),
  };
  const perform = createPerform(journal, { clock: virtualClock(0), stop: new AbortController().signal });
  return { order, outcome: () => perform(step) };
}

test("a write is recorded as begun, sent, finished, and only then recorded as written", async () => {
  const { order, outcome } = stage((note) => ({
    after: async (written) => (note("after"), doneBy(written)),
  }));
  expect(await outcome()).toEqual({ status: "done", request: REQUEST });
  expect(order).toEqual(["begin customer", "send", "after", "confirm customer"]);
});

test("what travels inside the request is begun with it and confirmed by its own change", async () => {
  const { order, outcome } = stage(() => ({ carries: [inside] }));
  await outcome();
  expect(order).toEqual(["begin customer", "begin pbx:Main", "send", "confirm customer"]);
});

test("a lost reply is read back, and the outcome says so", async () => {
  const { order, outcome } = stage((note) => ({
    send: async () => {
      note("send");
      throw new ApiError("lost", REQUEST);
    },
  }));
  expect(await outcome()).toEqual({
    status: "done",
    request: REQUEST,
    note: "the reply to POST /customers was lost; confirmed by reading back",
  });
  expect(order).toEqual(["begin customer", "send", "read back", "confirm customer"]);
});

test("an object that is there already is taken over: nothing is begun or sent", async () => {
  const { order, outcome } = stage((note) => ({
    existing: {
      find: async () => (note("find"), "there"),
      takeOver: async (live) => (note(`take over ${live}`), { status: "done", note: "was there" }),
    },
  }));
  expect(await outcome()).toEqual({ status: "done", note: "was there" });
  expect(order).toEqual(["find", "take over there", "confirm customer"]);
});

test("an object that is not found is created", async () => {
  const { order, outcome } = stage((note) => ({
    existing: {
      find: async () => (note("find"), undefined),
      takeOver: async () => ({ status: "done" }),
    },
  }));
  await outcome();
  expect(order).toEqual(["find", "begin customer", "send", "confirm customer"]);
});

test("a write that is refused, or cannot be finished, stays as begun", async () => {
  const refused = stage(() => ({
    send: async () => {
      throw new ApiError("refused", { ...REQUEST, status: 400 });
    },
  }));
  await expect(refused.outcome()).rejects.toMatchObject({ kind: "refused" });
  expect(refused.order).toEqual(["begin customer"]);

  const unfinished = stage(() => ({
    after: async () => {
      throw new ApiError("unreachable", REQUEST);
    },
  }));
  await expect(unfinished.outcome()).rejects.toMatchObject({ kind: "unreachable" });
  expect(unfinished.order).toEqual(["begin customer", "send"]);
});
