import { parseJson, type Json } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";
import { MAX_REPLY_DEPTH, MAX_REPLY_TEXT } from "../codec/contract.ts";

/** The body of a reply: nothing, a JSON value, or what makes it unusable as a whole (A16). */
export type ReplyBody =
  | { readonly state: "empty" }
  | { readonly state: "json"; readonly value: Json }
  | { readonly state: "unusable"; readonly why: string };

/** Each reply is read by several: parsed and checked once. */
const read = new WeakMap<WireResponse, ReplyBody>();

/** The body of a reply, parsed and checked. */
export function replyBody(reply: WireResponse): ReplyBody {
  const known = read.get(reply);
  if (known) return known;
  const body = parseBody(reply.body);
  read.set(reply, body);
  return body;
}

function parseBody(text: string): ReplyBody {
  if (text.trim() === "") return { state: "empty" };
  const value = parseJson(text);
  if (value === undefined) return { state: "unusable", why: "not JSON" };
  const why = findFlaw(value);
  return why === undefined ? { state: "json", value } : { state: "unusable", why };
}

/** Without recursion: what is nested too deeply must not end the process. */
function findFlaw(root: Json): string | undefined {
  const open: { value: Json; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === "string") {
      const why = textFlaw(value);
      if (why !== undefined) return why;
    }
    if (typeof value !== "object" || value === null) continue;
    if (depth >= MAX_REPLY_DEPTH) return `nested more than ${MAX_REPLY_DEPTH} levels deep`;
    for (const [key, member] of Object.entries(value)) {
      if (key === "__proto__") return "a key is `__proto__`";
      const why = Array.isArray(value) ? undefined : textFlaw(key);
      if (why !== undefined) return why;
      open.push({ value: member, depth: depth + 1 });
    }
  }
  return undefined;
}

function textFlaw(text: string): string | undefined {
  if (text.length > MAX_REPLY_TEXT) return `a text has more than ${MAX_REPLY_TEXT} characters`;
  return /\p{Cs}/u.test(text) ? "a text is not valid Unicode" : undefined;
}
