import type { Change, Target } from "./change.ts";
import type { Reference, UserId } from "../ids.ts";
import type { Position, Diagnostic } from "../diagnostic.ts";

/** The ordered changes of all customers, as a value: printed, saved, hashed, approved and applied. */
export interface Plan {
  /** The name of the environment and where it is, e.g. `sandbox` and `http://127.0.0.1:4010`. */
  readonly environment: string;
  readonly api: string;
  readonly customers: readonly CustomerPlan[];
  /** Customers of earlier runs whose manifest is gone; nothing is changed for them. */
  readonly noLongerManaged: readonly Reference[];
  /** SHA-256 over what the plan would change; the same plan has the same digest on every machine. */
  readonly digest: string;
  readonly summary: PlanSummary;
}

/** How many changes there are of which kind. */
export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** Declared objects that need no change. */
  readonly unchanged: number;
  readonly held: number;
}

/** changed: there are changes. blocked: nothing can be planned, see `problems`. deleting: see A13. */
export type CustomerStatus = "unchanged" | "changed" | "deleting" | "ambiguous" | "unreadable";

/** What an apply does for one customer. */
export interface CustomerPlan {
  readonly reference: Reference;
  readonly name: string;
  readonly file: string;
  readonly at: Position;
  readonly status: CustomerStatus;
  /** Set when status is ambiguous or unreadable: one line that says why. */
  readonly why?: string;
  readonly target: Target;
  /** Users that the service reported as admins: the gate before wave 4, and the last ones are never demoted. */
  readonly confirmedAdmins: readonly UserId[];
  /** In the order of waves, then of kinds, then of keys. */
  readonly changes: readonly Change[];
  /** Declared objects that need no change. */
  readonly unchanged: number;
  /** Sentences a reviewer should know that are not changes: what additive lists leave alone, attached PBXs, … */
  readonly notes: readonly Note[];
  /** Warnings with a place: expired or unused approvals. */
  readonly warnings: readonly Diagnostic[];
  readonly coverage: Coverage;
  /** How many requests an apply of this customer sends when nothing goes wrong, reads included. */
  readonly requests: number;
  /** Digest of the merged manifest the plan was made from. */
  readonly manifestDigest: string;
}

/** Something that a reader of the plan should know and that is no change. */
export interface Note {
  readonly code:
    | "left-alone"
    | "instance-attached"
    | "not-imported-yet"
    | "waits-for-pbx-role"
    | "create-only"
    | "higher-level"
    | "roles-not-shown"
    | "no-live-match";
  readonly text: string;
}

/** How many declared fields could be compared with what the service reports (ARCHITECTURE.md, Fields that the service does not show). */
export interface Coverage {
  readonly declared: number;
  readonly compared: number;
  readonly notCompared: readonly NotCompared[];
}

/** A declared field that could not be compared. */
export interface NotCompared {
  /** e.g. `pbxs[0].apiKey` */
  readonly path: string;
  readonly why: "not-shown" | "secret-missing" | "secret-not-shown";
}
