import { expect, test } from "vitest";
import { assertOneReseller } from "../../../../src/commands/session/reseller.ts";
import { toTenantId } from "../../../../src/model/ids.ts";
import { createOwnership } from "../../../../src/remote/observe/ownership.ts";

const LIVE = { kind: "service", name: "live", api: "https://x.example", login: "https://x.example" } as const;

/** Customers that manifests name, by their owners. */
function named(...owners: readonly string[]): ReturnType<typeof createOwnership> {
  const ownership = createOwnership({});
  for (const owner of owners) {
    const id = toTenantId(`t-${owner}`);
    ownership.noteNamed({ id, parentTenantId: toTenantId(owner), fields: new Map() });
  }
  return ownership;
}

test("customers of two resellers are refused, also where none is pinned", () => {
  expect(() => assertOneReseller(named("r1", "r2"), LIVE)).toThrow(
    "the manifests name customers of 2 resellers: r1, r2",
  );
});

test("ids are compared without regard to case, and a sandbox has no reseller", () => {
  expect(() => assertOneReseller(named("r1", "R1"), { ...LIVE, reseller: "R1" })).not.toThrow();
  expect(() => assertOneReseller(named("r1", "r2"), { kind: "emulator", name: "sandbox" })).not.toThrow();
});
