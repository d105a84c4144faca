import type { WireResponse } from "../../model/ports/wire.ts";
import type { AdminRoles } from "../../model/customer/roles.ts";
import { ApiError } from "../api.ts";
import type { Draft } from "./body.ts";
import * as contract from "./contract.ts";
import type { Forms } from "./contract.ts";

/** Sends a body in the form the service understands; `mayTryAgain` is asked after a first refusal, when another form is left. */
export type SendDraft = (
  draft: Draft,
  send: (body: string) => Promise<WireResponse>,
  mayTryAgain?: () => Promise<boolean>,
) => Promise<WireResponse>;

/**
 * Tries the forms of what is ambiguous in a body (A1, A2, A3, A5), one after the other, as long as the service refuses with a
 * 4xx that may be about the form: nothing was carried out then, so this repeats no write. What worked is remembered for
 * the rest of the process. When every form is refused, the first refusal is thrown: it is about the form we believe in.
 */
export function createEncoder(adminRoles: AdminRoles): SendDraft {
  let known: Forms = contract.FIRST_FORMS;
  return async (draft, send, mayTryAgain = async () => true) => {
    let first: ApiError | undefined;
    for (const { forms, body } of bodies(draft, known, adminRoles)) {
      if (first && contract.isTrialRuling(first.request.message) && forms.trial !== known.trial) continue;
      try {
        const reply = await send(body);
        if (first) known = { ...known, ...only(forms, draft.ambiguous) };
        return reply;
      } catch (error) {
        if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
        const isFirst = first === undefined;
        first ??= error;
        if (!contract.mayBeForm(error.request.status, draft.ambiguous)) break;
        if (isFirst && !(await mayTryAgain())) break;
      }
    }
    throw first ?? new Error("a draft has no form");
  };
}

/** Every different body of a draft, the known form first, then in the order of the contract. */
function* bodies(
  draft: Draft,
  known: Forms,
  adminRoles: AdminRoles,
): Generator<{ forms: Forms; body: string }> {
  const seen = new Set<string>();
  for (const forms of combinations(draft, known, adminRoles)) {
    const body = draft.text(forms);
    if (seen.has(body)) continue;
    seen.add(body);
    yield { forms, body };
  }
}

function* combinations(draft: Draft, known: Forms, adminRoles: AdminRoles): Generator<Forms> {
  const of = <Name extends keyof Forms>(name: Name, all: readonly Forms[Name][]): readonly Forms[Name][] =>
    draft.ambiguous.has(name) ? [known[name], ...all] : [known[name]];
  for (const adminRole of of("adminRole", contract.roleForms(adminRoles))) {
    for (const booleans of of("booleans", contract.BOOLEAN_FORMS)) {
      for (const trial of of("trial", contract.TRIAL_FORMS)) {
        for (const pbx of of("pbx", contract.PBX_FORMS)) yield { adminRole, booleans, trial, pbx };
      }
    }
  }
}

function only(forms: Forms, names: ReadonlySet<keyof Forms>): Partial<Forms> {
  return {
    ...(names.has("pbx") ? { pbx: forms.pbx } : {}),
    ...(names.has("trial") ? { trial: forms.trial } : {}),
    ...(names.has("booleans") ? { booleans: forms.booleans } : {}),
    ...(names.has("adminRole") ? { adminRole: forms.adminRole } : {}),
  };
}
