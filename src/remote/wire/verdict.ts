import { TransportFailure, type WireResponse } from "../../model/ports/wire.ts";
import type { ApiErrorKind } from "../api.ts";
import { envelopeFlaw } from "./envelope.ts";

/** What came of one attempt. */
export type Attempt =
  | { readonly reply: WireResponse; readonly failure?: undefined }
  | { readonly reply?: undefined; readonly failure: TransportFailure };

/**
 * What to do after an attempt. `again`: nothing was carried out, or carrying it out twice does no harm; `kind` is the
 * ApiError to end with when there have been enough attempts. `renew`: the token was refused. `give-up`: end at once.
 */
export type Verdict =
  | { readonly next: "done" }
  | { readonly next: "renew" }
  | { readonly next: "again"; readonly throttled: boolean; readonly kind: "unreachable" }
  | { readonly next: "give-up"; readonly kind: ApiErrorKind };

const AGAIN: Verdict = { next: "again", throttled: false, kind: "unreachable" };
const THROTTLED: Verdict = { next: "again", throttled: true, kind: "unreachable" };
const UNREACHABLE: Verdict = { next: "give-up", kind: "unreachable" };
const LOST: Verdict = { next: "give-up", kind: "lost" };
const REFUSED: Verdict = { next: "give-up", kind: "refused" };
const INVALID: Verdict = { next: "give-up", kind: "invalid" };

/** A certificate that is not trusted, or a proxy that refuses: the next attempt ends in the same way. */
const LASTING = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|\b407\b/;

/**
 * A read may be sent as often as one likes; a write only when the one before it was
 * certainly not carried out: never sent, refused for its token (401) or for the load (429).
 */
export function judge(attempt: Attempt, idempotent: boolean): Verdict {
  if (attempt.failure?.sent === "no" && LASTING.test(attempt.failure.message)) return UNREACHABLE;
  if (attempt.failure) return idempotent || attempt.failure.sent === "no" ? AGAIN : LOST;
  const { status } = attempt.reply;
  if (status >= 200 && status < 300) {
    if (envelopeFlaw(attempt.reply) === undefined) return { next: "done" };
    // It may have been carried out all the same: whoever wrote has to look.
    return idempotent ? INVALID : LOST;
  }
  if (status === 401) return { next: "renew" };
  if (status === 429) return THROTTLED;
  // A 501 will be one tomorrow as well: a read gains nothing by asking again.
  if (status === 501 && idempotent) return REFUSED;
  // Something in between may have given up waiting (408) while the service worked on.
  if (status >= 500 || status === 408) return idempotent ? AGAIN : LOST;
  return REFUSED;
}

/** Whether the attempt is a reason to have fewer requests in flight (A12). */
export function isTrouble(attempt: Attempt): boolean {
  return attempt.failure !== undefined || [408, 429, 502, 503, 504].includes(attempt.reply.status);
}
