import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { play } from "./run-scenario.ts";
import { scenariosIn, textOf } from "./scenario.ts";

const isUpdate = process.env["UPDATE_SCENARIOS"] === "1";

/** The golden text; rewritten first when UPDATE_SCENARIOS=1 says so. */
function golden(folder: string, name: string, text: string): string {
  if (isUpdate) writeFileSync(join(folder, name), text);
  return textOf(folder, name);
}

for (const scenario of scenariosIn(import.meta.dirname)) {
  const { folder, title, script } = scenario;
  test(title === "" ? folder : title, async () => {
    expect(title, "the first line of title.txt").not.toBe("");
    const { plan, requests, result, again } = await play(scenario);
    expect(plan).toBe(golden(folder, "plan.txt", plan));
    expect(requests).toBe(golden(folder, "requests.txt", requests));
    expect(result).toBe(golden(folder, "result.txt", result));
    if (script.remains !== undefined) {
      expect(again).toBe(golden(folder, "remains.txt", again));
      expect(again, "remains although nothing does").not.toMatch(/No changes in .*\. \d+ customer/);
    } else {
      if (isUpdate && existsSync(join(folder, "remains.txt"))) rmSync(join(folder, "remains.txt"));
      expect(again, "the second plan").toMatch(/No changes in .*\. (\d+ customer|No customers selected)/);
    }
  });
}
