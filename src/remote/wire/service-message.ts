import { isJsonObject, parseJson, type Json, type JsonObject } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";

const MAX_LENGTH = 300;
const MASK = "***";

/** As many field errors as a message has room for. */
const MAX_FIELDS = 10;

/** Shorter values would mask half of every sentence; no real key is that short. */
const MIN_SECRET_LENGTH = 4;

/**
 * The service's own message (envelope key `message`, or a ProblemDetails document), safe to show: one line, at most 300 characters, without what looks
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

/** The envelope's message, or what a ProblemDetails document (RFC 9457) says: title, detail, and what is wrong with which field. */
function readMessage(body: string): string | undefined {
  const parsed = parseJson(body);
  if (!isJsonObject(parsed)) return undefined;
  const message = parsed["message"] ?? parsed["Message"];
  if (typeof message === "string") return message;
  const parts = [parsed["title"], parsed["detail"]].filter((part) => typeof part === "string");
  const errors = parsed["errors"];
  const fields = isJsonObject(errors) ? fieldErrors(errors) : "";
  if (parts.length === 0) return fields === "" ? undefined : fields;
  return fields === "" ? parts.join(": ") : `${parts.join(": ")} (${fields})`;
}

/** A body may hold any number of them: no more are read than a message has room for. */
function fieldErrors(errors: JsonObject): string {
  return Object.entries(errors)
    .slice(0, MAX_FIELDS)
    .map(([field, said]) => `${field}: ${firstText(said) ?? "invalid"}`)
    .join("; ");
}

function firstText(said: Json): string | undefined {
  const first: unknown = Array.isArray(said) ? said[0] : said;
  return typeof first === "string" ? first : undefined;
}

function cutWord(text: string): string {
  const end = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
  return text.slice(0, Math.max(0, end));
}
