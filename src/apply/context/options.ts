import type { Clock } from "../../model/ports/clock.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import type { Journal, SecretSource } from "../../model/ports/memory.ts";
import type { ApplyEvent } from "../../model/plan/outcome.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../../model/customer/roles.ts";
import type { Api } from "../../remote/api.ts";

/** What an apply works with. Times are in milliseconds. */
export interface ApplyOptions {
  readonly api: Api;
  readonly journal: Journal;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  readonly dialect: AdminDialect;
  readonly catalogue: RoleCatalogue;
  /** When this run began to write. */
  readonly startedAt: number;
  /** Whether the journal has the moment of each begin; else a killed run's create may be as young as this run. */
  readonly knowsWhenBegun: boolean;
  /** How many customers are worked on side by side; requests in flight are bounded by the Api itself. */
  readonly concurrency: number;
  /** Aborted: no new change is started; what is in flight is finished. */
  readonly stop: AbortSignal;
  /** How long to wait for an `imported: true` person. */
  readonly importTimeoutMs: number;
  /** How long a list may lag behind a create; a create whose reply was lost is not repeated inside this time. */
  readonly settleTimeMs: number;
  /** Whether a refused Create User may mean that the user exists already (A7). */
  readonly mayMeanExists: (status: number | undefined) => boolean;
  /** Observes one customer again and plans it again: the check after its last wave. */
  readonly planAgain: (plan: CustomerPlan) => Promise<CustomerPlan>;
}

/** Takes what has just happened in an apply. */
export type Emit = (event: ApplyEvent) => void;

/** How long to wait for an imported person by default (ms). */
export const IMPORT_TIMEOUT_MS = 60_000;
/** How long lists are taken to lag behind a create (ms). */
export const SETTLE_TIME_MS = 15_000;
