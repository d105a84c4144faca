import type { WireRequest } from "../../model/ports/wire.ts";
import type { WrongAnswer } from "./wrong-answers.ts";

/** One thing that goes wrong with one request. */
export type Fault =
  /** 429 before the service does anything; `retryAfter` is the form of the header, `retryAfterSeconds` its time. */
  | {
      readonly kind: "too-many";
      readonly retryAfter: "seconds" | "date" | "absent";
      readonly retryAfterSeconds: number;
    }
  /** A 5xx before the effect (it never happens) or after it (it has happened, and the reply hides it). */
  | {
      readonly kind: "status";
      readonly status: 500 | 502 | 503 | 504;
      readonly effect: boolean;
      /** A Retry-After, as a 503 may carry. */
      readonly retryAfterSeconds?: number;
    }
  /** The request takes this long on its way; it succeeds all the same. */
  | { readonly kind: "delay"; readonly delayMs: number }
  /** The connection is refused: certainly nothing was sent. */
  | { readonly kind: "refused" }
  /** The connection breaks before the service has the whole request, or after the change was made. */
  | { readonly kind: "reset"; readonly effect: boolean }
  /** No reply for `timeoutMs` (or until the signal ends it), before or after the change was made. */
  | { readonly kind: "timeout"; readonly timeoutMs: number; readonly effect: boolean }
  /** The reply is not what the service would say (A16). */
  | { readonly kind: "wrong-answer"; readonly form: WrongAnswer };

/** Decides for the n-th request (from 0) what goes wrong with it; undefined: nothing. */
export type FaultChoice = (request: WireRequest, n: number) => Fault | undefined;
