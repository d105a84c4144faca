import { createEmulator } from "../../src/emulator/emulator.ts";
import { loadManifests, type LoadedManifests } from "../../src/manifests/load.ts";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../src/model/customer/roles.ts";
import { memoryFiles } from "../unit/manifests/memory-files.ts";
import { dice as diceOf, type Dice } from "./dice.ts";
import { newDurable } from "./actors/durable.ts";
import { drawFleet } from "./fleet/fleet.ts";
import { unexplained } from "./rules/liveness.ts";
import { untruths, wrongInTruth } from "./rules/truth.ts";
import { readPlan, writePlan } from "../../src/commands/saved-plan/saved-plan.ts";
import { actInPortal } from "./actors/person.ts";
import { runDimctl, type RunEnd } from "./actors/run-dimctl.ts";
import { QUIET, type RunOptions } from "./actors/run-options.ts";
import { virtualClock } from "./virtual-clock.ts";
import { say, type World } from "./world.ts";
import { type Options, drawOptions, drawTrouble } from "./options.ts";

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
    today: "2030-11-22",
  });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    throw new Error(`the fleet is wrong: ${errors.map(({ summary }) => summary).join("; ")}`);
  return loaded;
}
