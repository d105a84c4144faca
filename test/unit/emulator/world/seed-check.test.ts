import { describe, expect, test } from "vitest";
import { SANDBOX_SEED } from "../../../../src/emulator/world/sandbox-seed.ts";
import { readSeed } from "../../../../src/emulator/world/seed-check.ts";
import { service } from "../service.ts";

const faults = (value: unknown): string => {
  try {
    readSeed(value, "seed.json");
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("a seed", () => {
  test("of the sandbox is good", () => {
    expect(faults(SANDBOX_SEED)).toBe("");
  });

  test.each([
    ["text", "seed.json: seed must be an object"],
    [{ customers: {} }, "seed.json: seed.customers must be a list"],
    [{ customers: [{ fields: [] }] }, "seed.json: seed.customers[0].fields must be an object"],
    [
      { customers: [{ fields: {}, createdAt: "now" }] },
      "seed.json: seed.customers[0].createdAt must be a number",
    ],
    [
      { accounts: [1, 2] },
      "seed.json: seed.accounts[0] must be a string; seed.json: seed.accounts[1] must be a string",
    ],
    [
      { directories: [{ instanceId: "a", users: [{ name: "Ana", acd: "yes" }] }] },
      "seed.json: seed.directories[0].users[0].acd must be a boolean",
    ],
    [{ clients: [{ id: "a" }] }, "seed.json: seed.clients[0].secret is missing"],
  ])("%o is refused: %s", (seed, message) => {
    expect(faults(seed)).toBe(message);
  });
});

describe("a snapshot", () => {
  test("of an emulator with everything in it is good", async () => {
    const { emulator, customer, user } = service();
    const tenant = await customer({ features: { agent: 2 } });
    await user(tenant, "ana@acme.example", ["user.admin", "customer.user"]);
    expect(faults(JSON.parse(JSON.stringify(emulator.snapshot())))).toBe("");
  });

  test("is refused with everything that is wrong with its outline", () => {
    const { charges: _charges, ...snapshot } = service().emulator.snapshot();
    expect(faults({ ...snapshot, version: 2, mails: [1], colour: "red" })).toBe(
      [
        "seed.json: state.charges is missing",
        "seed.json: state.version must be 1",
        "seed.json: state.mails[0] must be an object",
        "seed.json: state.colour is unknown",
      ].join("; "),
    );
  });
});
