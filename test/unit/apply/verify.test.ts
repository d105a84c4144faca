import { describe, expect, test } from "vitest";
import { field, updateCustomer } from "../../support/change-builders.ts";
import { blockedUser, customerPlan } from "../../support/plan-builders.ts";
import { acme, play } from "./stage.ts";
import { carla } from "./creations.ts";

describe("the check after the last wave", () => {
  test("names a field that the service has changed", async () => {
    const zone = updateCustomer({ fields: [field("timezone", "America/Phoenix", "UTC")] });
    const left = updateCustomer({ fields: [field("timezone", "America/Phoenix", "US/Arizona")] });
    const { results } = await play([acme([zone])], {
      options: { planAgain: async (plan) => ({ ...plan, changes: [left] }) },
    });
    expect(results[0]?.status).toBe("incomplete");
    expect(results[0]?.remaining).toEqual([
      {
        object: "customer",
        field: "timezone",
        wanted: "America/Phoenix",
        stored: "US/Arizona",
        text: 'Dimensions stores timezone of customer as "US/Arizona"',
      },
    ]);
  });

  test("names an object that two live ones answer to now", async () => {
    const blocked = [blockedUser("carla@acme.example")];
    const { results } = await play([acme([carla])], {
      options: { planAgain: async (plan) => ({ ...plan, changes: [], blocked }), settleTimeMs: 0 },
    });
    expect(results[0]).toMatchObject({
      status: "incomplete",
      remaining: [
        {
          object: "user:carla@acme.example",
          field: "",
          wanted: null,
          text: "could not be verified after the apply: 2 live users have the address carla@acme.example",
        },
      ],
    });
  });

  test("waits for a list that lags before it says that something is missing", async () => {
    let looks = 0;
    const planAgain = async (
      plan: Parameters<typeof customerPlan>[1] extends infer _ ? ReturnType<typeof acme> : never,
    ) => {
      looks += 1;
      return { ...plan, changes: looks < 3 ? [carla] : [] };
    };
    const { results } = await play([acme([carla])], { options: { planAgain } });
    expect(results[0]).toMatchObject({ status: "done", remaining: [] });
    expect(looks).toBe(3);
  });
});
