import { createEmulator } from "../../src/emulator/emulator.ts";
import type { Switches } from "../../src/emulator/switches/switches.ts";
import type { FaultPlan } from "../../src/emulator/faults/fault-plan.ts";
import { loadManifests, type LoadedManifests } from "../../src/manifests/load.ts";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../src/model/customer/roles.ts";
import { memoryFiles } from "../unit/manifests/memory-files.ts";
import { dice as diceOf, type Dice } from "./dice.ts";
import { drawSwitches } from "./draw-switches.ts";
import { newDurable } from "./actors/durable.ts";
import { drawFleet } from "./fleet.ts";
import { unexplained, untruths, wrongInTruth } from "./rules/liveness.ts";
import { readPlan, writePlan } from "../../src/commands/saved-plan/saved-plan.ts";
import { actInPortal } from "./actors/person.ts";
import { runDimctl, type RunEnd } from "./actors/run-dimctl.ts";
import { QUIET, type RunOptions, type Trouble } from "./actors/run-options.ts";
import { virtualClock } from "./virtual-clock.ts";
import { say, type World } from "./world.ts";

/** All that a seed decides besides the fleet; parts can be left out to find the one that matters. */
export interface Options {
  readonly switches: Partial<Switches>;
  readonly faults: FaultPlan | undefined;
  readonly hasKills: boolean;
  readonly hasPortal: boolean;
  readonly hasRival: boolean;
  readonly hasSavedPlan: boolean;
  readonly hasStops: boolean;
  readonly hasUnauthorised: boolean;
  readonly hasVanishingLists: boolean;
  readonly hasJournal: boolean;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** How many runs are troubled before everything is calm. */
  readonly troubledRuns: number;
}

export interface Verdict {
  readonly seed: number;
  readonly options: Options;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  readonly writes: number;
  readonly requests: number;
}

const START = Date.UTC(2026, 10, 22, 12);
const ROUNDS = 6;

export function drawOptions(seed: number): Options {
  const dice = diceOf(seed, "options");
  const faults = dice.chance(0.5) ? drawFaults(dice) : undefined;
  return {
    switches: dice.chance(0.85) ? drawSwitches(diceOf(seed, "switches")) : {},
    faults,
    hasKills: dice.chance(0.4),
    hasPortal: dice.chance(0.25),
    hasRival: dice.chance(0.15),
    hasSavedPlan: dice.chance(0.2),
    hasStops: dice.chance(0.15),
    hasUnauthorised: dice.chance(0.1),
    hasVanishingLists: diceOf(seed, "vanishing").chance(0.15),
    hasJournal: dice.chance(0.75),
    latencyMs: dice.one([0, 20, 300]),
    concurrency: dice.one([1, 2, 8]),
    troubledRuns: dice.between(1, 3),
  };
}

function drawFaults(dice: Dice): FaultPlan {
  const strength = dice.one([0.03, 0.1, 0.25]);
  const part = (): number => (dice.chance(0.5) ? (strength * dice.random()) / 3 : 0);
  return {
    tooMany: part(),
    statusBefore: part(),
    statusAfter: part() * 2,
    delay: part(),
    refused: part(),
    resetBefore: part(),
    resetAfter: part() * 2,
    timeoutBefore: part(),
    timeoutAfter: part() * 2,
    timeoutMs: dice.one([1000, 60_000]),
    delayMs: dice.one([100, 5000]),
  };
}

/** One seed from its fleet to its verdict. */
export async function simulate(
  seed: number,
  options: Options = drawOptions(seed),
  isVerbose = false,
  sabotage?: World["sabotage"],
): Promise<Verdict> {
  const world = await createWorld(seed, options, isVerbose, sabotage);
  let requests = 0;
  let writes = 0;
  const run = async (rest: Partial<RunOptions>): Promise<RunEnd> => {
    const { hasJournal, latencyMs, concurrency } = options;
    const end = await runDimctl(world, {
      command: "apply",
      trouble: QUIET,
      dice: world.dice,
      hasJournal,
      latencyMs,
      concurrency,
      isCalm: false,
      ...rest,
    });
    requests += end.process.requests;
    writes += end.process.writes;
    if (end.result) {
      const others = world.acts.slice(end.process.begunAt).some((act) => act.by !== end.process);
      world.violations.push(...untruths(world, end.result, end.process.created, others));
    }
    return end;
  };
  try {
    await trouble(world, seed, options, run);
    await convergence(world, run);
  } catch (error) {
    world.violations.push(
      `it threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return { seed, options, violations: world.violations, trace: world.trace ?? [], writes, requests };
}

type Run = (rest: Partial<RunOptions>) => Promise<RunEnd>;

/** The part in which everything may go wrong. */
async function trouble(world: World, seed: number, options: Options, run: Run): Promise<void> {
  const dice = diceOf(seed, "trouble");
  for (let turn = 0; turn < options.troubledRuns; turn += 1) {
    if (options.hasSavedPlan && turn === 0) await savedPlan(world, dice, options, run);
    else if (options.hasRival)
      await Promise.all([
        run({ trouble: drawTrouble(dice, options) }),
        run({ trouble: drawTrouble(dice, options) }),
      ]);
    else await run({ trouble: drawTrouble(dice, options) });
    await world.clock.sleep(dice.one([0, 100, 2000, 20_000]));
  }
}

/** A plan is saved, the world moves, and the plan is applied. */
async function savedPlan(world: World, dice: Dice, options: Options, run: Run): Promise<void> {
  const made = await run({ command: "plan", trouble: {} });
  const saved = made.plan && readPlan(writePlan(made.plan), "plan.json").plan;
  for (let moves = dice.between(0, 4); moves > 0; moves -= 1) {
    await world.clock.sleep(dice.one([0, 1000, 20_000]));
    if (dice.chance(0.7)) await actInPortal(world, dice);
    else await run({ trouble: { kill: { at: dice.between(3, 30), when: "after" } } });
  }
  if (saved) await run({ saved, trouble: drawTrouble(dice, options) });
}

const KILLS = ["before", "after", "after", "late"] as const;
/** A create that waits long for its turn and arrives after its process has died is beyond what a journal's time can tell. */
const KILLS_ON_A_BAD_LINE = ["before", "after", "after"] as const;

function drawTrouble(dice: Dice, options: Options): Trouble {
  const at = (): number => dice.one([dice.between(1, 15), dice.between(5, 60)]);
  return {
    ...(options.faults && { faults: options.faults }),
    ...(options.hasKills &&
      dice.chance(0.8) && {
        kill: { at: at(), when: dice.one(options.faults ? KILLS_ON_A_BAD_LINE : KILLS) },
      }),
    ...(options.hasStops && { stopAt: at(), ...(dice.chance(0.3) && { cutAt: at() }) }),
    ...(options.hasVanishingLists && { vanish: true }),
    ...(options.hasUnauthorised && { unauthorisedAt: at() }),
    ...(options.hasPortal && { portal: dice.one([0.02, 0.15]) }),
  };
}

/** Once nothing disturbs it, dimctl gets there, stays there, and what it believes is true. */
async function convergence(world: World, run: Run): Promise<void> {
  let plan: RunEnd["plan"];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await world.clock.sleep(60_000);
    const end = await run({ isCalm: true });
    if (end.error) throw end.error;
    plan = (await run({ command: "plan", isCalm: true })).plan;
    if (plan && unexplained(world, plan).length === 0) break;
    say(world, () => `not there yet: ${plan ? unexplained(world, plan).join(" | ") : ""}`);
  }
  if (!plan) return;
  world.violations.push(...unexplained(world, plan), ...wrongInTruth(world, plan));
}

async function createWorld(
  seed: number,
  options: Options,
  isVerbose: boolean,
  sabotage: World["sabotage"],
): Promise<World> {
  const fleet = drawFleet(seed, options.switches);
  const clock = virtualClock(START);
  const dice = diceOf(seed, "run");
  const emulator = createEmulator({
    switches: options.switches,
    seed: {
      accounts: ["0a7c5c56-32b5-4a53-9a9a-3c0d8e1f2b40"],
      customers: fleet.customers,
      directories: fleet.directories,
    },
    clock,
    random: diceOf(seed, "ids").random,
    baseUrl: "http://simulation",
  });
  const { customers } = emulator.state;
  const original = Object.values(customers).flatMap(({ id, pbxs, users }) => [
    id,
    ...Object.keys(pbxs),
    ...Object.keys(users),
  ]);
  const loaded = await loadFleet(fleet.files);
  return {
    clock,
    emulator,
    durable: newDurable(),
    desired: loaded.customers,
    locate: loaded.locate,
    dice,
    acts: [],
    original: new Set(original),
    violations: [],
    trace: isVerbose ? [] : undefined,
    sabotage,
    processes: 0,
    order: 0,
  };
}

async function loadFleet(files: Readonly<Record<string, string>>): Promise<LoadedManifests> {
  const loaded = await loadManifests({
    folder: "customers",
    files: memoryFiles(files),
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
    sharedSecrets: [],
  });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    throw new Error(`the fleet is wrong: ${errors.map(({ summary }) => summary).join("; ")}`);
  return loaded;
}
