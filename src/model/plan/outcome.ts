import type { Change, Hold } from "./change.ts";
import type { Json } from "../json.ts";
import type { Reference } from "../ids.ts";
import type { CustomerPlan } from "./plan.ts";

/** The request that decided an outcome, as a person would look for it in a log. Never holds a token or a secret. */
export interface RequestNote {
  readonly method: string;
  readonly path: string;
  /** undefined: no reply came. */
  readonly status?: number;
  /** The service's message, or what happened to the connection. */
  readonly message?: string;
}

/** What became of a change. */
export type Outcome =
  | { readonly status: "done"; readonly request?: RequestNote; readonly note?: string }
  | { readonly status: "unchanged"; readonly note?: string }
  | { readonly status: "failed"; readonly why: string; readonly request?: RequestNote }
  | { readonly status: "held"; readonly hold: Hold }
  | { readonly status: "unknown"; readonly why: string; readonly request?: RequestNote };

/** A change and what became of it. */
export interface ChangeOutcome {
  readonly change: Change;
  readonly outcome: Outcome;
}

/** A field that is still different after the last wave: what the service changed, dropped or refused. */
export interface RemainingDiff {
  readonly object: string;
  readonly field: string;
  readonly wanted: Json;
  readonly stored: Json | undefined;
  /** One sentence, e.g. `Dimensions stores timezone as «America/Denver»`. */
  readonly text: string;
}

/** done: everything carried out and verified. unchanged: nothing to do. incomplete: something failed, was held or is unknown. */
export interface CustomerResult {
  readonly plan: CustomerPlan;
  readonly status: "done" | "unchanged" | "incomplete" | "stale";
  /** For stale customers: what changed in live since the plan was saved. */
  readonly staleness: readonly string[];
  readonly outcomes: readonly ChangeOutcome[];
  readonly remaining: readonly RemainingDiff[];
}

/** How many changes ended in which way. */
export interface ResultSummary {
  readonly done: number;
  readonly failed: number;
  readonly held: number;
  readonly unknown: number;
  readonly unchanged: number;
}

/** What an apply did. `interrupted` names what ended it early. */
export interface ApplyResult {
  readonly environment: string;
  readonly api: string;
  readonly planDigest: string;
  readonly customers: readonly CustomerResult[];
  readonly summary: ResultSummary;
  readonly interrupted?: "signal" | "timeout" | "credentials";
}

/** What apply says while it works. */
export type ApplyEvent =
  | { readonly type: "started"; readonly reference: Reference; readonly change: Change }
  | {
      readonly type: "finished";
      readonly reference: Reference;
      readonly change: Change;
      readonly outcome: Outcome;
    }
  | {
      readonly type: "waiting";
      readonly reference: Reference;
      readonly change: Change;
      readonly text: string;
    }
  | { readonly type: "customer"; readonly result: CustomerResult };
