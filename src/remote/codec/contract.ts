import type { AdminEncoding } from "../../model/customer/admin-dialect.ts";

/**
 * What we assume of the service where its documentation is silent or says two things (CONTRACT.md section 0), as far as
 * it shows on the wire. Everything that depends on an assumption takes it from here.
 */

/** A8: is in every documented write; what happens without it is documented nowhere. */
export const WRITE_HEADERS = { "accept-charges": "true" } as const;

/** A11: pages asked for: the documented maximum, and less for a service that refuses it. */
export const PAGE_SIZES = [1000, 100] as const;

/** A page of customers: what was asked for, what came, and how much came with the page before (undefined: the first). */
export interface PageFact {
  readonly asked: number;
  readonly size: number;
  /** Items that no page before had. */
  readonly fresh: number;
  readonly previous: number | undefined;
  readonly filtered: boolean;
}

/**
 * A11: whether the list may go on after a page. A page that brings nothing new ends it (the service ignores paging), so does
 * one longer than asked for and one shorter than the page before. A short first page is followed by one more request, for
 * a service may cap its pages below what was asked; not so for a filter, whose misses are looked up in the list.
 */
export function mayGoOn({ asked, size, fresh, previous, filtered }: PageFact): boolean {
  if (fresh === 0 || size > asked) return false;
  if (size === asked) return true;
  return previous === undefined ? !filtered : size >= previous;
}

/** A16: a reply that is nested deeper than this, or has a longer text (in UTF-16 units), is none of the service's. */
export const MAX_REPLY_DEPTH = 32;
export const MAX_REPLY_TEXT = 64 * 1024;

/** A13: a GET by id answered with one of these says that the object does not exist. */
export function isAbsent(status: number | undefined): boolean {
  return status === 404 || status === 410;
}

/** A7: whether this refusal of a Create User may mean that the user exists already. */
export function maybeUserExists(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![401, 402, 404, 429].includes(status);
}

/** A2: the first PBX in a Create Customer, in the order in which the forms are tried; `none` leaves it to a later POST. */
export const PBX_ENCODINGS = ["object", "array", "none"] as const;
/** A3: `trialDuration` as an integer, `trialduration` as a string. */
export const TRIAL_ENCODINGS = ["integer", "string"] as const;
/** A5: booleans in a patch as JSON, or as the strings "true" and "false". */
export const BOOLEAN_ENCODINGS = ["json", "string"] as const;

/** One way to write what can be written in several ways. */
export interface Encodings {
  readonly pbx: (typeof PBX_ENCODINGS)[number];
  readonly trial: (typeof TRIAL_ENCODINGS)[number];
  readonly booleans: (typeof BOOLEAN_ENCODINGS)[number];
  readonly adminRole: AdminEncoding;
}

/** The forms that are tried first. */
export const DEFAULT_ENCODINGS: Encodings = {
  pbx: "object",
  trial: "integer",
  booleans: "json",
  adminRole: "given",
};

/**
 * Whether a refusal may be about the form of the body, given what in it is ambiguous. 400 and 422 say so of any body; the
 * refusal of a user without an admin (A9) may have any 4xx, and an admin role that the service does not count looks like that.
 */
export function mayBeEncoding(status: number | undefined, ambiguous: ReadonlySet<keyof Encodings>): boolean {
  if (status === 400 || status === 422) return ambiguous.size > 0;
  return (status === 403 || status === 409) && ambiguous.has("adminRole");
}

/**
 * A refusal that speaks of the trial itself ("not allowed") and not of how it is written. Then no other spelling is tried: a
 * service that ignores the other key would create a customer who pays where the manifest wants a trial.
 */
export function isTrialRuling(message: string | undefined): boolean {
  if (message === undefined || !/trial/i.test(message)) return false;
  return !/\b(?:convert\w*|types?|integer|string|number|unknown|unexpected|propert\w+|field|member|json)\b/i.test(
    message,
  );
}
