import { SecretText } from "../../../src/model/ports/secret-text.ts";
import { approve, everything } from "../../../src/commands/saved-plan/approve-plan.ts";
import { carryOutPlan } from "../../../src/commands/apply/carry-out-plan.ts";
import type { Io } from "../../../src/commands/frame/io.ts";
import { makePlan, planAgainWith, planContext } from "../../../src/commands/plan/make-plan.ts";
import type { Session } from "../../../src/commands/session/session.ts";
import type { Workspace } from "../../../src/commands/session/workspace.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
import type { Plan } from "../../../src/model/plan/plan.ts";
import { DEFAULT_POLICY } from "../../../src/model/plan/risk.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";
import type { Clock } from "../../../src/model/ports/clock.ts";
import { ApiError } from "../../../src/remote/api.ts";
import { connect } from "../../../src/remote/connect.ts";
import { createOwnership } from "../../../src/remote/observe/ownership.ts";
import { openMemory } from "../../../src/state/memory/memory.ts";
import { journalOf, storeOf } from "./durable.ts";
import { interruptionOf, type SimInterruption } from "./interruption.ts";
import { line } from "./line.ts";
import { QUIET, type RunOptions } from "./run-options.ts";
import { newProcess, say, type SimProcess, type World } from "../world.ts";

export interface RunEnd {
  readonly process: SimProcess;
  readonly plan?: Plan;
  readonly result?: ApplyResult;
  /** The service could not be read, or refused the credentials. */
  readonly error?: ApiError;
}

/** One `dimctl plan` or `dimctl apply` with its production code, from an empty process to its end or its death. */
export async function runDimctl(world: World, options: RunOptions): Promise<RunEnd> {
  const process = newProcess(world, {
    isCalm: options.isCalm,
    ...(options.saved && { saved: options.saved }),
  });
  say(world, () => `${process.name} ${options.command} ${JSON.stringify(options.trouble)}`);
  const end = await Promise.race([work(world, process, options), process.death.then(() => ({ process }))]);
  process.isGone = true;
  if (!process.isKilled) process.goneAs = world.order += 1;
  const { result, error } = end as RunEnd;
  say(
    world,
    () =>
      `${process.name} ends: ${process.isKilled ? "killed" : (error?.message ?? JSON.stringify(result?.summary ?? "planned"))}`,
  );
  return end;
}

async function work(world: World, process: SimProcess, options: RunOptions): Promise<RunEnd> {
  const { command, trouble, dice, concurrency } = options;
  const clock = world.clock.forProcess(() => process.isKilled);
  const interruption = interruptionOf();
  const session = await openSession(world, process, options, interruption, clock);
  const workspace = workspaceOf(world, concurrency);
  const io = {
    clock,
    random: dice.random,
    env: {},
    stderr: () => undefined,
    stderrIsTerminal: false,
    width: 80,
  } as unknown as Io;
  try {
    const context = planContext(workspace, session, "none", io);
    const plan = await makePlan(workspace, session, context);
    if (command === "plan") return { process, plan };
    const approved = options.saved ? approve(options.saved, plan) : everything(plan);
    process.plan = approved.plan;
    interruption.startWriting();
    const planAgain = planAgainWith(workspace, session, context);
    const { result } = await carryOutPlan(approved, {
      workspace,
      session,
      options: { format: "text", color: false },
      interruption,
      planAgain,
      io,
    });
    await session.memory.flush();
    return { process, plan: approved.plan, result };
  } catch (error) {
    if (!(error instanceof ApiError) || trouble === QUIET) throw error;
    return { process, error };
  } finally {
    if (!process.isKilled) await session.connection.close();
  }
}

/** What `dimctl` opens for an environment, on the world's service and storage. */
async function openSession(
  world: World,
  process: SimProcess,
  options: RunOptions,
  interruption: SimInterruption,
  clock: Clock,
): Promise<Session> {
  const { dice, concurrency, hasJournal } = options;
  const memory = await openMemory({
    store: storeOf(world.durable, process),
    environmentKey: "simulation",
    key: new Uint8Array(32).fill(7),
    secrets,
    clock,
    ...(hasJournal && { log: journalOf(world.durable, process) }),
  });
  const connection = connect({
    service: line(world, process, options, interruption),
    tokens: { current: async () => "token", renew: async () => undefined },
    clock,
    random: dice.random,
    concurrency,
    userAgent: "dimctl/simulation",
    signal: interruption.send,
    hardSignal: interruption.send,
  });
  return {
    environment: "simulation",
    api: "emulator",
    connection,
    memory,
    identify: async () => ({}),
    ownership: createOwnership({}),
    secrets,
    journalIsDurable: hasJournal,
    diagnostics: [],
  };
}

function secrets(name: string): SecretText {
  return new SecretText(`secret-${name}`);
}

function workspaceOf(world: World, concurrency: number): Workspace {
  return {
    configuration: {
      environment: { kind: "emulator", name: "simulation" },
      adminRoles: DEFAULT_DIALECT,
      policy: DEFAULT_POLICY,
      largeChargeFactor: 10,
    } as Workspace["configuration"],
    catalogue: roleCatalogue(),
    concurrency,
    customers: world.desired,
    managed: new Set(world.desired.map(({ reference }) => reference)),
    deleted: [],
    diagnostics: [],
    locate: world.locate,
  };
}
