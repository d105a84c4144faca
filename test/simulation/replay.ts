import { drawOptions, type Options } from "./options.ts";
import { simulate, type Verdict } from "./simulation.ts";

/** @public used by simulate.mjs */
export { simulate };

/** Everything of a seed that can be left out by name. */
const PARTS: Readonly<Record<string, (options: Options) => Options>> = {
  faults: (options) => ({ ...options, faults: undefined }),
  kills: (options) => ({ ...options, hasKills: false }),
  portal: (options) => ({ ...options, hasPortal: false }),
  rival: (options) => ({ ...options, hasRival: false }),
  saved: (options) => ({ ...options, hasSavedPlan: false }),
  stops: (options) => ({ ...options, hasStops: false }),
  vanishing: (options) => ({ ...options, hasVanishingLists: false }),
  unauthorised: (options) => ({ ...options, hasUnauthorised: false }),
  switches: (options) => ({ ...options, switches: {} }),
  latency: (options) => ({ ...options, latencyMs: 0 }),
  concurrency: (options) => ({ ...options, concurrency: 1 }),
  runs: (options) => ({ ...options, troubledRuns: 1 }),
  trouble: (options) => ({ ...options, troubledRuns: 0 }),
};

/** Runs a seed once more, without the parts that are named (`faults`, or a switch: `switch:listLagMs`). @public */
export function replay(seed: number, without: readonly string[], isVerbose: boolean): Promise<Verdict> {
  return simulate(seed, reduced(drawOptions(seed), without), isVerbose);
}

/** The parts that can go, one after the other, while the seed still fails. @public */
export async function shrink({ seed, options }: Verdict): Promise<readonly string[]> {
  const parts = [...Object.keys(PARTS), ...Object.keys(options.switches).map((name) => `switch:${name}`)];
  let without: readonly string[] = [];
  for (const part of parts) {
    if (part.startsWith("switch:") && without.includes("switches")) break;
    const fewer = [...without, part];
    const verdict = await simulate(seed, reduced(options, fewer));
    if (verdict.violations.length > 0) without = fewer;
  }
  return without;
}

/** A failing seed as a person needs it: what is wrong, with which options, and how to see it again. */
export function report({ seed, options, violations }: Verdict, without: readonly string[]): string {
  const rest = without.length > 0 ? ` --without ${without.join(",")}` : "";
  if (violations.length === 0) return `seed ${seed}: nothing is wrong`;
  return [
    `seed ${seed} fails:`,
    ...violations.slice(0, 6).map((violation) => `  - ${violation}`),
    `  options: ${JSON.stringify(reduced(options, without))}`,
    `  again:   npm run simulate -- --seed ${seed}${rest} --verbose`,
  ].join("\n");
}

function reduced(options: Options, without: readonly string[]): Options {
  return without.reduce(
    (left, part) => PARTS[part]?.(left) ?? withoutSwitch(left, part.replace("switch:", "")),
    options,
  );
}

function withoutSwitch(options: Options, name: string): Options {
  return {
    ...options,
    switches: Object.fromEntries(Object.entries(options.switches).filter(([key]) => key !== name)),
  };
}
