import type { Hash, LocalTime } from "../model/ports/clock.ts";
import type { LookupLastWritten } from "../model/ports/memory.ts";
import type { Locate } from "../model/diagnostic.ts";
import type { Policy } from "../model/plan/risk.ts";
import type { AdminDialect } from "../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../model/customer/roles.ts";

/** All that a plan depends on besides desired and observed. Everything in it is a value or a pure function. */
export interface PlanContext {
  readonly locate: Locate;
  /** What was last written of fields that the service does not show (ARCHITECTURE.md, Fields that the service does not show). */
  readonly lookupLastWritten: LookupLastWritten;
  readonly hash: Hash;
  readonly catalogue: RoleCatalogue;
  readonly dialect: AdminDialect;
  readonly policy: Policy;
  /** `policy.largeCharge.factor`: growing to more than this many times the licences of before is a large charge. */
  readonly largeChargeFactor: number;
  /** The wall clock in a time zone (undefined: UTC), for approvals. */
  readonly localTime: (timeZone: string | undefined) => LocalTime;
  /** `--reassert`: write fields that cannot be compared; `all`, or these (`apiKey`, `pbxs.apiKey`). */
  readonly reassert: "none" | "all" | ReadonlySet<string>;
}
