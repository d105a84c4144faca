import { expect, test } from "vitest";
import type { Api } from "../../src/remote/api.ts";
import { PBX, ACME, acme, onePbx, find } from "./steps.ts";

export function testCustomers(open: () => Api): void {
  test("a new customer is found by its reference, with its PBX, however that has to be sent (A2, A3)", async () => {
    const api = open();
    const { live } = await api.createCustomer({ reference: "ACME-1", fields: ACME, firstPbx: PBX });
    expect((await find(api, "ACME-1")).map(({ id }) => id)).toEqual([live.id]);
    const found = await api.customer(live.id);
    expect([found?.fields.get("name"), found?.fields.get("enabled")]).toEqual(["Acme", false]);
    expect(await onePbx(api, live.id)).toBeDefined();
  });

  test("every customer of a list is told once, page by page, and by filter (A11)", async () => {
    const api = open();
    for (const n of [1, 2, 3, 4, 5])
      await api.createCustomer({ reference: `R-${n}`, fields: new Map([["name", `C${n}`]]) });
    const all: string[] = [];
    for await (const { reference } of api.customers()) all.push(reference ?? "none");
    expect(all.toSorted()).toEqual(["R-1", "R-2", "R-3", "R-4", "R-5"]);
    expect((await find(api, "R-3", "R-3")).length).toBe(1);
  });

  test("a customer is patched, booleans included (A5), and its PBX is enabled, renamed and removed", async () => {
    const api = open();
    const tenant = await acme(api);
    await api.patchCustomer(tenant, [
      { op: "replace", path: "/name", value: "Acme 2" },
      { op: "replace", path: "/enabled", value: true },
    ]);
    const fields = (await api.customer(tenant))?.fields;
    expect([fields?.get("name"), fields?.get("enabled")]).toEqual(["Acme 2", true]);
    const { live } = await api.createPbx(tenant, PBX);
    await api.patchPbx(tenant, live.id, [{ op: "replace", path: "/enabled", value: true }]);
    await api.patchPbx(tenant, live.id, [{ op: "replace", path: "/name", value: "Kazoo 2" }]);
    expect(await onePbx(api, tenant)).toMatchObject({ id: live.id, name: "Kazoo 2" });
    await api.deletePbx(tenant, live.id);
    expect(await api.pbxs(tenant)).toEqual([]);
  });

  test("a deleted customer is gone, or still there for a while (A13)", async () => {
    const api = open();
    const tenant = await acme(api);
    await api.deleteCustomer(tenant);
    const [listed, found] = [(await find(api, "ACME-1")).length, await api.customer(tenant)];
    expect([
      [0, undefined],
      [1, undefined],
      [1, tenant],
    ]).toContainEqual([listed, found?.id]);
  });
}
