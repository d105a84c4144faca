import { setMaxListeners } from "node:events";
import type { PlanDocument } from "#schemas/plan";
import { approve, everything } from "../../../src/commands/saved-plan/approve-plan.ts";
import { carryOutPlan } from "../../../src/commands/apply/carry-out-plan.ts";
import type { Io } from "../../../src/commands/frame/io.ts";
import { makePlan, planAgainWith, planContext } from "../../../src/commands/plan/make-plan.ts";
import type { Session } from "../../../src/commands/session/session.ts";
import type { Interruption } from "../../../src/commands/session/signals.ts";
import type { Workspace } from "../../../src/commands/session/workspace.ts";
import { faultyTransport } from "../../../src/emulator/faults/faults.ts";
import type { FaultPlan } from "../../../src/emulator/faults/fault-plan.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
import type { Plan } from "../../../src/model/plan/plan.ts";
import { DEFAULT_POLICY } from "../../../src/model/plan/risk.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";
import type { Transport, WireRequest } from "../../../src/model/ports/wire.ts";
import { ApiError } from "../../../src/remote/api.ts";
import { connect } from "../../../src/remote/connect.ts";
import { planDocument } from "../../../src/report/json/json-plan.ts";
import { openMemory } from "../../../src/state/memory/memory.ts";
import type { Dice } from "../dice.ts";
import { journalOf, storeOf } from "./durable.ts";
import { actInPortal } from "./person.ts";
import { serve } from "./service.ts";
import { never } from "../virtual-clock.ts";
import { newProcess, say, type SimProcess, type World } from "../world.ts";

/** What happens to one run of dimctl besides its work; `at` counts its requests from 1. */
export interface Trouble {
  readonly faults?: FaultPlan;
  /** `before`: the request never leaves. `after`: the service has carried it out. `late`: a create arrives after the death. */
  readonly kill?: { readonly at: number; readonly when: "before" | "after" | "late" };
  readonly stopAt?: number;
  readonly cutAt?: number;
  readonly unauthorisedAt?: number;
  /** Acts of a person for each request, 0 to 1. */
  readonly portal?: number;
}

export interface RunOptions {
  readonly command: "plan" | "apply";
  readonly trouble: Trouble;
  readonly dice: Dice;
  readonly concurrency: number;
  /** Whether a local journal makes each begin durable. */
  readonly hasJournal: boolean;
  readonly latencyMs: number;
  readonly saved?: PlanDocument;
  readonly isCalm: boolean;
}

export interface RunEnd {
  readonly process: SimProcess;
  readonly plan?: Plan;
  readonly document?: PlanDocument;
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
  const { command, trouble, dice, concurrency, hasJournal } = options;
  const clock = world.clock.forProcess(() => process.isKilled);
  const interruption = interruptionOf();
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
  const session: Session = {
    environment: "simulation",
    api: "emulator",
    connection,
    memory,
    secrets,
    journalIsDurable: hasJournal,
    diagnostics: [],
  };
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
    const document = JSON.parse(JSON.stringify(planDocument(plan, "simulation", []))) as PlanDocument;
    if (command === "plan") return { process, plan, document };
    const approved = options.saved ? approve(options.saved, plan) : everything(plan);
    process.plan = approved.plan;
    interruption.startWriting();
    const planAgain = planAgainWith(workspace, session, context);
    const result = await carryOutPlan(approved, {
      workspace,
      session,
      options: { format: "text", color: false },
      interruption,
      planAgain,
      io,
    });
    await memory.flush();
    return { process, plan: approved.plan, result };
  } catch (error) {
    if (!(error instanceof ApiError) || trouble === QUIET) throw error;
    return { process, error };
  } finally {
    if (!process.isKilled) await connection.close();
  }
}

function secrets(name: string): string {
  return `secret-${name}`;
}

/** Nothing happens. */
export const QUIET: Trouble = {};

function workspaceOf(world: World, concurrency: number): Workspace {
  return {
    configuration: {
      environment: { kind: "emulator", name: "simulation" },
      adminRoles: DEFAULT_DIALECT,
      policy: DEFAULT_POLICY,
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

/** The line from the process to the service, with everything that can happen on it. */
function line(
  world: World,
  process: SimProcess,
  options: RunOptions,
  interruption: SimInterruption,
): Transport {
  const { trouble, dice, latencyMs } = options;
  const isKillTime = (when: "before" | "after" | "late", n: number): boolean =>
    trouble.kill !== undefined && trouble.kill.when === when && n >= trouble.kill.at;
  const direct: Transport = async (request) => {
    if (isKillTime("late", process.requests) && request.method === "POST") {
      process.kill();
      await world.clock.sleep(dice.between(0, 5000));
      await serve(world, process, request);
      return never();
    }
    const reply = await serve(world, process, request);
    if (isKillTime("after", process.requests)) process.kill();
    return process.isKilled ? never() : reply;
  };
  const faulty = trouble.faults
    ? faultyTransport(direct, {
        random: dice.random,
        clock: world.clock.forProcess(() => process.isKilled),
        plan: trouble.faults,
      })
    : direct;
  return async (request: WireRequest, signal) => {
    process.requests += 1;
    const n = process.requests;
    if (latencyMs > 0) await world.clock.sleep(dice.between(0, latencyMs));
    if (process.isKilled) return never();
    if (isKillTime("before", n)) process.kill();
    if (process.isKilled) return never();
    if (trouble.stopAt === n) interruption.stopNow();
    if (trouble.cutAt === n) interruption.cutNow();
    if (trouble.portal !== undefined && dice.chance(trouble.portal)) await actInPortal(world, dice);
    if (trouble.unauthorisedAt !== undefined && n >= trouble.unauthorisedAt)
      return { status: 401, headers: {}, body: "" };
    const reply = await faulty(request, signal);
    if (process.isKilled) return never();
    return reply;
  };
}

interface SimInterruption extends Interruption {
  stopNow(): void;
  cutNow(): void;
}

function interruptionOf(): SimInterruption {
  const stop = new AbortController();
  const send = new AbortController();
  setMaxListeners(0, stop.signal, send.signal);
  let isWriting = false;
  const stopNow = (): void => {
    stop.abort();
    if (!isWriting) send.abort();
  };
  return {
    stop: stop.signal,
    send: send.signal,
    startWriting: () => {
      isWriting = true;
    },
    cause: () => (stop.signal.aborted ? "signal" : undefined),
    stopNow,
    cutNow: () => {
      stop.abort();
      send.abort();
    },
  };
}
