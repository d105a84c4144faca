import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pullRequest } from "./loop.ts";
import { makePlace, type Place } from "./place.ts";

// One story, told in order: each test goes on where the one before it ended.
let place: Place;
const example = (name: string): string => readFileSync(`customers/${name}.yaml`, "utf8");

beforeAll(async () => {
  place = await makePlace({
    "customers/_defaults.yaml": example("_defaults"),
    "customers/riverside-books.yaml": example("riverside-books"),
  });
});
afterAll(() => place.close());

const head = (): string => place.git("rev-parse", "origin/main");
const event = { repository: { default_branch: "main" } };
const live = (reference: string): Record<string, unknown> | undefined =>
  Object.values(place.emulator.state.customers).map((customer) => ({ ...customer })).find((customer) => JSON.stringify(customer).includes(`"${reference}"`));
const drift = () => place.play("drift.yml", "drift", { sha: head(), ref: head() });

test("by hand: the first customer is planned, and what was planned is applied", async () => {
  const options = { github: { event }, inputs: { command: "apply", customer: "RIVER-0019" }, sha: head(), ref: head(), run: 1 };
  const plan = await place.play("by-hand.yml", "plan", options);
  expect(plan.log).toContain("Riverside Books");
  expect(plan.result).toBe("success");
  const apply = await place.play("by-hand.yml", "apply", options);
  expect({ result: apply.result, log: apply.log }).toMatchObject({ result: "success" });
  expect(live("RIVER-0019")).toBeDefined();
});
