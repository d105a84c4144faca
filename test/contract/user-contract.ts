import { expect, test } from "vitest";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import type { Api } from "../../src/remote/api.ts";
import { maybeUserExists } from "../../src/remote/codec/contract.ts";
import { acme, newAdmin, errorOf } from "./steps.ts";

export function testUsers(open: () => Api): void {
  test("an admin comes first, and is one when read back, in whatever spelling (A1, A9)", async () => {
    const api = open();
    const tenant = await acme(api);
    const admin = await newAdmin(api, tenant);
    const read = await api.user(tenant, admin);
    expect([read?.key, DEFAULT_DIALECT.isAdmin(read?.roles ?? [])]).toEqual(["ana@acme.example", true]);
    const { live } = await api.createUser(tenant, {
      email: "bo@acme.example",
      displayName: "Bo",
      roles: [],
    });
    expect((await api.users(tenant)).map(({ id }) => id)).toEqual(expect.arrayContaining([admin, live.id]));
  });

  test("a user is renamed, and gains and loses roles", async () => {
    const api = open();
    const tenant = await acme(api);
    await newAdmin(api, tenant);
    const { live } = await api.createUser(tenant, {
      email: "bo@acme.example",
      displayName: "Bo",
      roles: [],
    });
    await api.patchUser(tenant, live.id, [{ op: "replace", path: "/displayName", value: "Bo Li" }]);
    await api.patchUser(tenant, live.id, [
      { op: "add", path: "/roles/-", value: "customer.user.supervisorl1" },
    ]);
    const grown = await api.user(tenant, live.id);
    expect(grown?.fields.get("displayName")).toBe("Bo Li");
    expect(grown?.roles).toContain("customer.user.supervisorl1");
    await api.patchUser(tenant, live.id, [{ op: "replace", path: "/roles", value: ["customer.user"] }]);
    expect((await api.user(tenant, live.id))?.roles).toEqual(["customer.user"]);
    await api.deleteUser(tenant, live.id);
    expect(await api.user(tenant, live.id)).toBeUndefined();
  });

  test("a second user with the same address is refused in a way that A7 knows, or lost", async () => {
    const api = open();
    const tenant = await acme(api);
    await newAdmin(api, tenant);
    const error = await errorOf(newAdmin(api, tenant));
    expect(error.kind === "lost" || maybeUserExists(error.request.status)).toBe(true);
  });
}
