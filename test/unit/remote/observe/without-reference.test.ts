import { expect, test } from "vitest";
import { toTenantId } from "../../../../src/model/ids.ts";
import { data, failureOf, refusal } from "../fakes.ts";
import { desired, live, observed, present } from "./stage.ts";

const origin = { file: "customers/x.yaml", path: [] };
const named = (reference: string, name: string) =>
  desired(reference, { fields: new Map([["name", { value: name, origin }]]) });

test.each(["list", "filter"] as const)(
  "by %s: a manifest that the list does not show is not created over a customer of its name without a reference",
  async (lookup) => {
    const { seen } = await observed(
      [named("ACME", "Acme Dental"), named("NEW", "New")],
      {
        list: data([{ id: "t1", name: "ACME dental ", reference: null }, live("t2", "OTHER")]),
        "list&filter=ACME": data([]),
        "list&filter=NEW": data([]),
      },
      { lookup },
    );
    expect(seen).toEqual({
      ACME: {
        state: "ambiguous",
        why: "no live customer has this reference, but t1 has the same name and shows no reference",
        tenants: ["t1"],
      },
      NEW: { state: "absent", instances: [] },
    });
  },
);

test.each(["list", "filter"] as const)(
  "by %s: a list that leaves out a reference which a GET shows is not believed, and nothing is absent by it",
  async (lookup) => {
    const replies = {
      list: data([{ id: "t1", name: "Acme" }, live("t2", "B")]),
      "list&filter=ACME": data([{ id: "t1", name: "Acme" }]),
      "list&filter=B": data([live("t2", "B")]),
      "customers/t1": data(live("t1", "ACME")),
      "customers/t2/users": data([]),
    };
    const { kind, request } = await failureOf(observed([desired("ACME"), desired("B")], replies, { lookup }));
    expect([kind, request.path, request.message]).toEqual([
      "invalid",
      "/customers/t1",
      "shows a reference that the list of customers leaves out",
    ]);
  },
);

test("customers without a reference cost nothing where every manifest is found, and stop nobody", async () => {
  const list = data([{ id: "t1", name: "Demo" }, live("t2", "B")]);
  const { seen, asked } = await observed([desired("B")], { list, "customers/t2/users": data([]) });
  expect([seen, asked]).toEqual([{ B: present("t2") }, ["customers/t2/users", "list"]]);
});

test("one that cannot be read, or was deleted, proves nothing", async () => {
  const list = data([
    { id: "t1", name: "Acme" },
    { id: "t2", name: "New" },
  ]);
  const { seen } = await observed(
    [named("NEW", "New")],
    { list, "customers/t1": refusal(403, "no") },
    { deleted: new Set([toTenantId("t2")]) },
  );
  expect(seen).toEqual({ NEW: { state: "absent", instances: [] } });
});
