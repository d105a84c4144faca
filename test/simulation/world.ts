import type { Emulator } from "../../src/emulator/emulator.ts";
import type { StoredCustomer } from "../../src/emulator/world/state.ts";
import type { DesiredCustomer } from "../../src/model/customer/desired.ts";
import type { TenantId, UserId } from "../../src/model/ids.ts";
import type { Locate } from "../../src/model/diagnostic.ts";
import type { Plan } from "../../src/model/plan/plan.ts";
import type { WireRequest } from "../../src/model/ports/wire.ts";
import type { Dice } from "./dice.ts";
import type { Durable, Mortal } from "./actors/durable.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** All of one simulated run: the service, what outlives a process, who is at work, and what was found wrong. */
export interface World {
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  readonly durable: Durable;
  readonly desired: readonly DesiredCustomer[];
  readonly locate: Locate;
  readonly dice: Dice;
  /** Everything that was changed, by whom, in order; `world.acts.length` is the time that rules compare. */
  readonly acts: Act[];
  /** Tenants and objects that were there at the start: what the memory cannot know of them stays unknown. */
  readonly original: ReadonlySet<string>;
  readonly violations: string[];
  /** Chronicle of requests, only when someone wants to read it. */
  readonly trace: string[] | undefined;
  /** Called after each change of a dimctl's: a service that does more than it was asked, to see whether rules notice. */
  readonly sabotage: ((request: WireRequest, emulator: Emulator) => void) | undefined;
  processes: number;
  order: number;
}

/** A change of the service's state. */
interface Act {
  readonly by: SimProcess | "person";
  readonly tenantId: string;
  /** The user, PBX or customer that was changed. */
  readonly objectId: string;
  readonly effect: string;
}

/** One dimctl at work. */
export interface SimProcess extends Mortal {
  readonly name: string;
  /** What may be written: set when planning is over. */
  plan: Plan | undefined;
  readonly saved: Plan | undefined;
  /** Whether nothing disturbs it: then no write may be needless. */
  readonly isCalm: boolean;
  /** The roles of each user as this process saw them last while it applies, and when. */
  readonly reads: Map<UserId | string, { readonly roles: readonly string[]; readonly at: number }>;
  /** When it last saw an admin, by tenant and user. */
  readonly admins: Map<TenantId | string, Map<string, number>>;
  /** When it last listed the users of a tenant (ms). */
  readonly lists: Map<string, number>;
  /** `reference/key` of every create of it that the service has carried out. */
  readonly created: Set<string>;
  /** When it began, and when it was gone; begunAt is counted in acts. */
  readonly begunAt: number;
  /** Its place, and that of its end, in the order of beginnings and ends. */
  readonly begunAs: number;
  goneAs: number;

  requests: number;
  writes: number;
  kill(): void;
}

export function say(world: World, line: () => string): void {
  world.trace?.push(`${String(world.clock.now() % 10_000_000).padStart(7)} ${line()}`);
}

export function newProcess(
  world: World,
  rest: { readonly saved?: Plan; readonly isCalm: boolean },
): SimProcess {
  world.processes += 1;
  const ending: { die?: () => void } = {};
  const death = new Promise<void>((resolve) => {
    ending.die = resolve;
  });
  const process: SimProcess = {
    name: `#${world.processes}`,
    isGone: false,
    isKilled: false,
    death,
    plan: undefined,
    saved: rest.saved,
    isCalm: rest.isCalm,
    reads: new Map(),
    admins: new Map(),
    lists: new Map(),
    created: new Set(),
    begunAt: world.acts.length,
    begunAs: (world.order += 1),
    goneAs: Infinity,

    requests: 0,
    writes: 0,
    kill: () => {
      process.isKilled = true;
      process.isGone = true;
      process.goneAs = world.order += 1;
      ending.die?.();
    },
  };
  return process;
}

export function tenant(world: World, tenantId: string): StoredCustomer | undefined {
  return world.emulator.state.customers[tenantId];
}
