import { describe, expect, test } from "vitest";
import { createCustomer, field } from "../../../support/change-builders.ts";
import { ACME, acme, LOST_AFTER, nth, play, TENANT } from "../stage.ts";
import { newAcme, toCreate, main, journalWith } from "../creations.ts";

describe("a customer is created once", () => {
  test("when the reply to its create is lost while lists lag", async () => {
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [],
      switches: { listLagMs: 8000 },
      fault: nth(1, "POST", LOST_AFTER),
    });
    expect(Object.keys(emulator.state.customers)).toHaveLength(1);
    expect(outcomes[newAcme.key]).toMatchObject({ status: "done" });
  });

  test("when an earlier run was killed while it created it, and lists lag", async () => {
    const created = { ...ACME, createdAt: Date.UTC(2026, 10, 22) - 1000 };
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [created],
      switches: { listLagMs: 8000 },
      options: { journal: journalWith(Date.UTC(2026, 10, 22) - 1000) },
    });
    expect(Object.keys(emulator.state.customers)).toEqual([TENANT]);
    expect(outcomes[newAcme.key]).toMatchObject({
      status: "done",
      note: "created in the meantime; taken over unchanged",
    });
  });

  test("when a service that ignores the filter shows it on a later page only", async () => {
    const others = ["X", "Y", "Z"].map((name) => ({ fields: { name, reference: name } }));
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [...others, ACME],
      switches: { filterCase: "ignored", maxPageSize: 2 },
    });
    expect(Object.keys(emulator.state.customers)).toHaveLength(4);
    expect(outcomes[newAcme.key]).toMatchObject({
      status: "done",
      note: "created in the meantime; taken over unchanged",
    });
  });

  test("also when nobody knows the moment at which the killed run began it", async () => {
    const created = { ...ACME, createdAt: Date.UTC(2026, 10, 22) - 1000 };
    const { emulator } = await play([acme([newAcme], toCreate)], {
      customers: [created],
      switches: { listLagMs: 8000 },
      options: { knowsWhenBegun: false, journal: journalWith(Date.UTC(2026, 10, 22) - 600_000) },
    });
    expect(Object.keys(emulator.state.customers)).toEqual([TENANT]);
  });
});

describe("a tenant of another reference is not taken over", () => {
  const other = {
    id: "bbbbbbbb-0000-4000-8000-000000000002",
    fields: { name: "Other", reference: "OTHER" },
    pbxs: [{ fields: { name: "Main", accountId: "account-1" } }],
  };

  test("though the PBX of the customer that is to be created is attached to it", async () => {
    const creation = createCustomer({ fields: [field("name", "Acme")] });
    const inside = { ...main, inside: true } as const;
    const { emulator, outcomes, writes } = await play([acme([creation, inside], toCreate)], {
      customers: [other],
    });
    expect(writes).toEqual(["POST / 201", expect.stringMatching(/^PATCH \/pbxs\/\S+ 200$/)]);
    expect(outcomes[creation.key]).toMatchObject({ status: "done", request: { status: 201 } });
    expect(Object.values(emulator.state.customers).map(({ fields }) => fields["reference"])).toEqual([
      "OTHER",
      "ACME",
    ]);
  });

  test("nor its PBX, when a PBX of the same account is to be created", async () => {
    const { emulator, writes } = await play([acme([main])], { customers: [ACME, other] });
    expect(writes).toEqual(["POST /pbxs 201"]);
    expect(
      Object.values(emulator.state.customers).map(({ fields, pbxs }) => [
        fields["reference"],
        Object.values(pbxs).map((pbx) => [pbx.fields["name"], pbx.fields["enabled"]]),
      ]),
    ).toEqual([
      ["ACME", [["Main", false]]],
      ["OTHER", [["Main", true]]],
    ]);
  });
});
