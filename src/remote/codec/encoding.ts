import type { WireResponse } from "../../model/ports/wire.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import { ApiError } from "../api.ts";
import type { RequestBody } from "./body.ts";
import * as contract from "./contract.ts";
import type { Encodings } from "./contract.ts";

/** Sends a body in the form the service understands; `mayTryAgain` is asked after each refusal, when another form is left. */
export type SendEncoded = (
  diff: RequestBody,
  send: (body: string) => Promise<WireResponse>,
  mayTryAgain?: () => Promise<boolean>,
) => Promise<WireResponse>;

/**
 * Tries the forms of what is ambiguous in a body (A1, A2, A3, A5), one after the other, as long as the service refuses with a
 * 4xx that may be about the form: nothing should have been carried out then, and `mayTryAgain` looks whether it was. What worked is remembered for
 * the rest of the process. When every form is refused, the first refusal is thrown: it is about the form we believe in.
 */
export function createEncoder(dialect: AdminDialect): SendEncoded {
  let known: Encodings = contract.DEFAULT_ENCODINGS;
  return async (diff, send, mayTryAgain = async () => true) => {
    let first: ApiError | undefined;
    for (const { encodings, body } of bodies(diff, known, dialect)) {
      if (first && contract.isTrialRuling(first.request.message) && encodings.trial !== known.trial) continue;
      try {
        const reply = await send(body);
        if (first) known = { ...known, ...only(encodings, diff.ambiguous) };
        return reply;
      } catch (error) {
        if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
        first ??= error;
        if (!contract.mayBeEncoding(error.request.status, diff.ambiguous)) break;
        if (!(await mayTryAgain())) break;
      }
    }
    throw first ?? new Error("a request body has no encoding");
  };
}

/** Every different encoding of a body, the known one first, then in the order of the contract. */
function* bodies(
  diff: RequestBody,
  known: Encodings,
  dialect: AdminDialect,
): Generator<{ encodings: Encodings; body: string }> {
  const seen = new Set<string>();
  for (const encodings of combinations(diff, known, dialect)) {
    const body = diff.text(encodings);
    if (seen.has(body)) continue;
    seen.add(body);
    yield { encodings, body };
  }
}

function* combinations(diff: RequestBody, known: Encodings, dialect: AdminDialect): Generator<Encodings> {
  const of = <Name extends keyof Encodings>(
    name: Name,
    all: readonly Encodings[Name][],
  ): readonly Encodings[Name][] => (diff.ambiguous.has(name) ? [known[name], ...all] : [known[name]]);
  for (const adminRole of of("adminRole", dialect.encodings)) {
    for (const booleans of of("booleans", contract.BOOLEAN_ENCODINGS)) {
      for (const trial of of("trial", contract.TRIAL_ENCODINGS)) {
        for (const pbx of of("pbx", contract.PBX_ENCODINGS)) yield { adminRole, booleans, trial, pbx };
      }
    }
  }
}

function only(encodings: Encodings, names: ReadonlySet<keyof Encodings>): Partial<Encodings> {
  return {
    ...(names.has("pbx") ? { pbx: encodings.pbx } : {}),
    ...(names.has("trial") ? { trial: encodings.trial } : {}),
    ...(names.has("booleans") ? { booleans: encodings.booleans } : {}),
    ...(names.has("adminRole") ? { adminRole: encodings.adminRole } : {}),
  };
}
