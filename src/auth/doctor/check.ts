import type { Clock } from "../../model/ports/clock.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { StateStore } from "../../model/ports/state.ts";
import type { ProcessEnvironment } from "../tokens/credentials.ts";
import type { TokenStatus } from "../tokens/token-status.ts";

/** One line of `dimctl doctor`. `fail`: a run would end with an error; `warn`: it may. */
export interface Check {
  readonly name: string;
  readonly ok: "ok" | "warn" | "fail";
  /** One line; never a token or a secret. */
  readonly detail: string;
  /** What to do about it; present when it is not ok. */
  readonly remedy?: string;
}

/** A host's answer to a GET without a token: any status will do. `date` is the Date header, milliseconds since 1970. */
interface ProbeReply {
  readonly status: number;
  readonly durationMs: number;
  readonly date?: number;
}

/** Asks an address once; rejects when no answer came. */
export type Probe = (url: string) => Promise<ProbeReply>;

/** What the doctor looks at. Everything comes from outside; it reaches for nothing itself. */
export interface DoctorInputs {
  readonly configuration: {
    /** dimctl.yaml's path; undefined when there is none. */
    readonly file?: string;
    readonly environment: string;
    /** Base URLs; undefined in the sandbox, whose emulator has no host. */
    readonly api?: string;
    readonly login?: string;
    readonly diagnostics: readonly Diagnostic[];
  };
  readonly env: ProcessEnvironment;
  readonly clock: Clock;
  readonly versions: { readonly node: string; readonly dimctl: string; readonly neededNode: string };
  readonly store: StateStore;
  /** What opening the store said, e.g. that its directory cannot be written. */
  readonly storeProblems: readonly Diagnostic[];
  readonly probe: Probe;
  /** tokenStatus of the environment; asked again after the read, which may have renewed it. */
  readonly token: () => Promise<TokenStatus>;
  /** ReadApi.customers: only its first item is taken, so one page is read. */
  readonly customers: () => AsyncIterable<unknown>;
  /** Aborted: what cannot be known without waiting any longer is said to be unchecked. */
  readonly signal?: AbortSignal;
}

/** An answer, or why there was none. */
export type Probed = { readonly answer: ProbeReply } | { readonly failure: string };

/** The inputs and what the hosts answered. */
export interface DoctorFacts extends DoctorInputs {
  readonly api: Probed | undefined;
  readonly login: Probed | undefined;
}

/** Makes one line of the facts. */
export type CheckFunction = (facts: DoctorFacts) => Check | Promise<Check>;

/** The first problem as a check's verdict; undefined when there is none. */
export function judgeDiagnostics(diagnostics: readonly Diagnostic[]): Omit<Check, "name"> | undefined {
  const worst = diagnostics.find(({ severity }) => severity === "error") ?? diagnostics[0];
  if (worst === undefined) return undefined;
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return {
    ok: worst.severity === "error" ? "fail" : "warn",
    detail: `${worst.summary}${more}`,
    remedy: worst.hint ?? "run `dimctl validate` for the details",
  };
}
