/** One customer's apply against the emulator, on a clock that jumps, with whatever goes wrong on the line. */
import { SecretText } from "../../../src/model/ports/secret-text.ts";
import { applyPlan } from "../../../src/apply/apply.ts";
import { SETTLE_TIME_MS, type ApplyOptions } from "../../../src/apply/context/options.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/emulator.ts";
import type { Fault } from "../../../src/emulator/faults/fault.ts";
import { faultyTransport } from "../../../src/emulator/faults/faults.ts";
import type { SeedCustomer } from "../../../src/emulator/world/seed.ts";
import type { PbxDirectory } from "../../../src/emulator/world/state.ts";
import type { Switches } from "../../../src/emulator/switches/switches.ts";
import type { Change } from "../../../src/model/plan/change.ts";
import { DEFAULT_FAILURE_BOUND } from "../../../src/model/plan/failure-bound.ts";
import { toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { CustomerResult, Outcome } from "../../../src/model/plan/outcome.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";
import type { WireRequest } from "../../../src/model/ports/wire.ts";
import { ApiError } from "../../../src/remote/api.ts";
import { connect } from "../../../src/remote/connect.ts";
import { maybeUserExists } from "../../../src/remote/codec/contract.ts";
import { dice } from "../../simulation/dice.ts";
import { virtualClock } from "../../simulation/virtual-clock.ts";
import { type CustomerOverrides, customerPlan, planOf } from "../../support/plan-builders.ts";

export const TENANT = "aaaaaaaa-0000-4000-8000-000000000001";
export const ANA = "aaaaaaaa-0000-4000-8000-00000000000a";
export const BRUNO = "aaaaaaaa-0000-4000-8000-00000000000b";

/** Acme with its admin Ana, and Bruno. */
export const ACME: SeedCustomer = {
  id: TENANT,
  fields: { name: "Acme", reference: "ACME" },
  users: [
    { id: ANA, displayName: "Ana", email: "ana@acme.example", roles: ["user.admin", "customer.user"] },
    {
      id: BRUNO,
      displayName: "Bruno",
      email: "bruno@acme.example",
      roles: ["customer.user", "customer.settings"],
    },
  ],
};

export interface StageOptions {
  readonly customers?: readonly SeedCustomer[];
  readonly directories?: readonly PbxDirectory[];
  readonly switches?: Partial<Switches>;
  /** Decides for each request what goes wrong; may also let someone else act in between. */
  readonly fault?: (request: WireRequest, emulator: Emulator) => Fault | undefined;
  readonly options?: Partial<ApplyOptions>;
  /** Answers a request with this status in the service's place; the service does not see it. */
  readonly refusal?: (request: WireRequest) => number | undefined;
  /** The message of those refusals. */
  readonly refusalMessage?: (request: WireRequest) => string;
  /** Once it is true, every request is answered with 401. */
  readonly tokensGoodUntil?: () => boolean;
}

export interface Staged {
  readonly emulator: Emulator;
  /** Outcomes by key of the change, of all customers. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly results: readonly CustomerResult[];
  /** Writes as `PATCH /users/… 200`, tenant left out. */
  readonly writes: readonly string[];
  readonly error: unknown;
}

/** Acme's plan with these changes; it exists and Ana is its admin unless something else is said. */
export function acme(changes: readonly Change[], rest: CustomerOverrides = {}): CustomerPlan {
  return customerPlan("ACME", {
    changes,
    ...(rest.isNew !== true && { tenantId: toTenantId(TENANT) }),
    confirmedAdmins: [toUserId(ANA)],
    ...rest,
  });
}

export async function play(plans: readonly CustomerPlan[], stage: StageOptions = {}): Promise<Staged> {
  const clock = virtualClock(Date.UTC(2026, 10, 22));
  const emulator = createEmulator({
    clock,
    random: dice(1, "ids").random,
    seed: { customers: stage.customers ?? [ACME], directories: stage.directories ?? [] },
    ...(stage.switches && { switches: stage.switches }),
  });
  const { random } = dice(1, "line");
  const service = faultyTransport(emulator.transport(), {
    random,
    clock,
    plan: (request) => stage.fault?.(request, emulator),
  });
  const connection = connect({
    service: async (request, signal) => {
      const status = stage.tokensGoodUntil?.() === true ? 401 : stage.refusal?.(request);
      return status === undefined
        ? service(request, signal)
        : {
            status,
            headers: {},
            body:
              stage.refusalMessage === undefined
                ? ""
                : JSON.stringify({ status: "error", message: stage.refusalMessage(request) }),
          };
    },
    tokens: { current: async () => "token", renew: async () => undefined },
    clock,
    random,
    concurrency: 8,
    userAgent: "test",
  });
  const results: CustomerResult[] = [];
  let error: unknown;
  try {
    for await (const event of applyPlan(planOf(plans), {
      ...defaults(clock, connection.write()),
      ...stage.options,
    })) {
      if (event.type === "customer") results.push(event.result);
    }
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    error = thrown;
  }
  const outcomes = results.flatMap((result) =>
    result.changes.map(({ key, outcome }) => [key, outcome] as const),
  );
  return { emulator, results, error, outcomes: Object.fromEntries(outcomes), writes: writesOf(emulator) };
}

function defaults(clock: ApplyOptions["clock"], api: ApplyOptions["api"]): ApplyOptions {
  return {
    api,
    clock,
    journal: { begin: async () => undefined, confirm: async () => undefined, earlierCreate: () => undefined },
    secrets: (name) => new SecretText(`value-of-${name}`),
    startedAt: clock.now(),
    knowsWhenBegun: true,
    dialect: DEFAULT_DIALECT,
    catalogue: roleCatalogue(),
    concurrency: 4,
    failureBound: DEFAULT_FAILURE_BOUND,
    stop: new AbortController().signal,
    importTimeoutMs: 20_000,
    settleTimeMs: SETTLE_TIME_MS,
    mayMeanExists: maybeUserExists,
    planAgain: async (plan) => ({ ...plan, changes: [] }),
  };
}

function writesOf({ log }: Emulator): readonly string[] {
  return log
    .filter(({ method }) => method !== "GET")
    .map(
      ({ method, path, status }) =>
        `${method} ${path.replace(/^.*\/customers(\/[^/]+)?/u, "") || "/"} ${status}`,
    );
}

/** The n-th request that fits, from 1, suffers; the others do not. */
export function nth(n: number, method: string, fault: Fault): (request: WireRequest) => Fault | undefined {
  let seen = 0;
  return (request) => {
    if (request.method !== method) return undefined;
    seen += 1;
    return seen === n ? fault : undefined;
  };
}

export const LOST_BEFORE: Fault = { kind: "reset", effect: false };
export const LOST_AFTER: Fault = { kind: "reset", effect: true };

/** The roles that the service holds for a user of Acme. */
export function rolesOf({ state }: Emulator, userId: string): readonly string[] | undefined {
  return state.customers[TENANT]?.users[userId]?.roles;
}

/** Someone in the portal sets a user's roles. */
export function setRoles({ state }: Emulator, userId: string, roles: readonly string[]): void {
  const user = state.customers[TENANT]?.users[userId];
  if (user) user.roles = [...roles];
}
