import { isJsonObject, parseJson } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";

const MAX_LENGTH = 300;
const MASK = "***";

/** Shorter values would mask half of every sentence; no real key is that short. */
const MIN_SECRET_LENGTH = 4;

/**
 * The service's own message (envelope key `message`), safe to show: one line, at most 300 characters, without what looks
 * like a token and without the given secrets. undefined when the reply has none.
 */
export function serviceMessage(reply: WireResponse, secrets: readonly string[]): string | undefined {
  const message = readMessage(reply.body);
  return message === undefined || message === "" ? undefined : safeText(message, secrets);
}

/** More is not read: looking for tokens takes more than a step for each character. */
const READ_LENGTH = 4000;

/** Foreign text made safe to show, see serviceMessage. */
export function safeText(whole: string, secrets: readonly string[]): string {
  // What is cut in two may be a secret: the rest of it goes, too.
  const text = whole.length <= READ_LENGTH ? whole : `${cutWord(whole.slice(0, READ_LENGTH))} …`;
  const masked = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .toSorted((left, right) => right.length - left.length)
    .reduce((rest, secret) => rest.replaceAll(secret, MASK), text)
    .replaceAll(/\bBearer\s+[^\s"',;]+/gi, `Bearer ${MASK}`)
    .replaceAll(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, MASK);
  const line = masked
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH - 1).join("")}…`;
}

function readMessage(body: string): string | undefined {
  const parsed = parseJson(body);
  if (!isJsonObject(parsed)) return undefined;
  const message = parsed["message"] ?? parsed["Message"] ?? parsed["title"];
  return typeof message === "string" ? message : undefined;
}

function cutWord(text: string): string {
  const end = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
  return text.slice(0, Math.max(0, end));
}
