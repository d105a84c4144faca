import { describe, expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { roles, updateUser } from "../../../support/change-builders.ts";
import { ACME, acme, BRUNO, play } from "../stage.ts";

const CARLA = "aaaaaaaa-0000-4000-8000-00000000000c";

describe("what is taken away", () => {
  const revoke = (email: string, userId: string, ...taken: string[]) =>
    updateUser(email, {
      wave: 5,
      objectId: toUserId(userId),
      roles: { held: roles("customer.user", ...taken), add: [], remove: roles(...taken) },
    });

  test("goes one after the other: each sees what the one before it has left", async () => {
    const carla = {
      id: CARLA,
      displayName: "Carla",
      email: "carla@acme.example",
      roles: ["customer.user", "customer.settings"],
    };
    const changes = [
      revoke("bruno@acme.example", BRUNO, "customer.settings"),
      revoke("carla@acme.example", CARLA, "customer.settings"),
    ];
    const { emulator } = await play([acme(changes)], {
      customers: [{ ...ACME, users: [...(ACME.users ?? []), carla] }],
    });
    const asked = emulator.log.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
    expect(asked).toEqual([
      `GET ${BRUNO}`,
      `PATCH ${BRUNO}`,
      `GET ${BRUNO}`,
      `GET ${CARLA}`,
      `PATCH ${CARLA}`,
      `GET ${CARLA}`,
    ]);
  });

  test("and is kept by the service is a failure", async () => {
    const imported = {
      ...ACME,
      pbxs: [{ fields: { name: "Main" } }],
      users: [
        ...(ACME.users ?? []).slice(0, 1),
        {
          id: BRUNO,
          displayName: "Bruno",
          email: "bruno@acme.example",
          roles: ["customer.user", "customer.user.pbx"],
          imported: true,
        },
      ],
    };
    const change = revoke("bruno@acme.example", BRUNO, "customer.user.pbx");
    const { outcomes } = await play([acme([change])], { customers: [imported] });
    expect(outcomes[change.key]).toMatchObject({
      status: "failed",
      why: "Dimensions still keeps customer.user.pbx",
      request: { method: "PATCH", status: 200 },
    });
  });
});
