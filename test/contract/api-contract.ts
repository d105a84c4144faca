/** What every implementation of the Api has to do, whatever the service behind it answers to the open questions A1–A15. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toPbxId, toTenantId, toUserId } from "../../src/model/ids.ts";
import type { Api } from "../../src/remote/api.ts";
import { PBX, acme, find, errorOf } from "./steps.ts";
import { testCustomers } from "./customer-contract.ts";
import { testUsers } from "./user-contract.ts";

/** An Api against an empty service, and how to be rid of it. */
export interface Subject {
  readonly api: Api;
  /** How many of its requests were writes. */
  writes(): number;
  close(): Promise<void>;
}

const UNKNOWN = toTenantId("00000000-0000-4000-8000-000000000000");

/** `make` is called before each test. */
export function describeApi(name: string, make: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => subject.close());

    testCustomers(() => subject.api);
    testUsers(() => subject.api);
    testInstances(() => subject.api);
    testRefusals(() => subject.api);

    test("reading writes nothing", async () => {
      const { api } = subject;
      const tenant = await acme(api);
      const before = subject.writes();
      await Promise.all([
        find(api, "ACME-1"),
        api.customer(tenant),
        api.users(tenant),
        api.pbxs(tenant),
        api.instance("k"),
      ]);
      expect(subject.writes()).toBe(before);
    });
  });
}

function testInstances(open: () => Api): void {
  test("the instance check tells where a PBX is attached, when the service knows it", async () => {
    const api = open();
    const tenant = await acme(api);
    const { live } = await api.createPbx(tenant, PBX);
    const attached = await api.instance("k-1");
    expect([
      { state: "unsupported" },
      { state: "attached", tenantId: tenant, pbxId: live.id },
    ]).toContainEqual(attached);
    expect(["unsupported", "free"]).toContain((await api.instance("k-2")).state);
  });
}

function testRefusals(open: () => Api): void {
  test("what is not there is undefined when read and refused when written", async () => {
    const api = open();
    expect(await api.customer(UNKNOWN)).toBeUndefined();
    expect(await api.user(UNKNOWN, toUserId(UNKNOWN))).toBeUndefined();
    for (const call of [
      async () => api.users(UNKNOWN),
      async () => api.pbxs(UNKNOWN),
      async () => api.deleteCustomer(UNKNOWN),
      async () => api.deletePbx(UNKNOWN, toPbxId(UNKNOWN)),
      async () =>
        api.patchUser(UNKNOWN, toUserId(UNKNOWN), [{ op: "replace", path: "/displayName", value: "x" }]),
    ]) {
      const { kind, request } = await errorOf(call());
      expect([kind, request.status]).toEqual(["refused", 404]);
    }
  });

  test("a refusal carries the service's message, and not what was sent", async () => {
    const api = open();
    const tenant = await acme(api);
    const { live } = await api.createPbx(tenant, PBX);
    const patch = [{ op: "replace", path: "/nothing", value: "s3cr3t-key" }] as const;
    const error = await errorOf(api.patchPbx(tenant, live.id, patch));
    expect([error.kind, error.request]).toEqual([
      "refused",
      {
        method: "PATCH",
        path: `/api/v1.0/customers/${tenant}/pbxs/${live.id}`,
        status: 400,
        message: "The target location specified by path segment 'nothing' was not found.",
      },
    ]);
  });
}
