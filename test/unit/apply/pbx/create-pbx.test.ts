import { describe, expect, test } from "vitest";
import { createCustomer, createPbx, field } from "../../../support/change-builders.ts";
import { ACME, acme, LOST_AFTER, nth, play, TENANT } from "../stage.ts";
import { toCreate, main, journalWith } from "../creations.ts";

describe("a PBX is created once", () => {
  test("also when the signal to stop comes while an earlier run's create is looked for", async () => {
    const stop = new AbortController();
    const { outcomes, writes } = await play([acme([main])], {
      options: { stop: stop.signal, journal: journalWith(Date.UTC(2026, 10, 22)) },
      fault: ({ path }) => {
        if (path.includes("/pbxs")) stop.abort();
        return undefined;
      },
    });
    expect(writes).toEqual([]);
    expect(outcomes[main.key]).toMatchObject({ status: "held", hold: { why: "not-started" } });
  });

  test("and is not said to have failed without a word when it could not be switched on", async () => {
    const enabled = createPbx("Main", { enable: true, fields: [field("name", "Main")] });
    const { outcomes } = await play([acme([enabled])], {
      fault: ({ method }) => (method === "PATCH" ? { kind: "refused" } : undefined),
    });
    expect(outcomes[enabled.key]).toMatchObject({
      status: "failed",
      why: expect.stringMatching(/^created, but not enabled: /u),
    });
  });

  test("when its reply is lost", async () => {
    const { emulator } = await play([acme([main])], { fault: nth(1, "POST", LOST_AFTER) });
    expect(Object.values(emulator.state.customers[TENANT]?.pbxs ?? {})).toHaveLength(1);
  });

  test("when somebody has attached it since the plan was made", async () => {
    const attached = { ...ACME, pbxs: [{ fields: { name: "By hand", accountId: "account-1" } }] };
    const { writes } = await play([acme([main])], { customers: [attached] });
    expect(writes.filter((write) => write.startsWith("POST"))).toEqual([]);
  });

  test("and stays off when it is to, though its create has switched it on and no read says so", async () => {
    const off = createPbx("Main", {
      inside: true,
      instanceId: "account-1",
      fields: [field("accountId", "account-1"), field("name", "Main")],
    });
    const creation = createCustomer({ fields: [field("name", "Acme")] });
    const { emulator } = await play([acme([creation, off], toCreate)], {
      customers: [],
      switches: { pbxEnabledOnCreate: "true", pbxFields: "four" },
    });
    const [customer] = Object.values(emulator.state.customers);
    expect(
      Object.values(customer?.pbxs ?? {}).map(({ fields }) => [fields["name"], fields["enabled"]]),
    ).toEqual([["Main", false]]);
  });
});
