import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";
import { InvalidReply } from "../codec/invalid-reply.ts";
import { ApiError } from "../api.ts";
import { replyBody } from "./reply-body.ts";
import type { RequestNote } from "../../model/plan/outcome.ts";

/**
 * Why a reply with the status of a success is none (A16, CONTRACT.md section 3): its body is no envelope, or the envelope
 * reports an error. undefined: nothing speaks against it; a body that is empty says nothing.
 */
export function envelopeFlaw(reply: WireResponse): string | undefined {
  const body = replyBody(reply);
  if (body.state === "empty") return undefined;
  if (body.state === "unusable") return body.why;
  if (!isJsonObject(body.value)) return "not an object";
  if (!isUnset(member(body.value, "error"))) return "`error` in a success";
  const status = member(body.value, "status");
  const isSuccess = isUnset(status) || (typeof status === "string" && status.toLowerCase() === "success");
  return isSuccess ? undefined : "`status` is not `success`";
}

/** The `data` of a reply; undefined when it has none. Throws an InvalidReply. */
export function readData(reply: WireResponse): Json | undefined {
  return member(readEnvelope(reply), "data") ?? undefined;
}

/** The `data` of a reply that has to have some. Throws an InvalidReply. */
export function readObject(reply: WireResponse): Json {
  const data = readData(reply);
  if (data === undefined) throw new InvalidReply("missing or invalid `data`");
  return data;
}

/**
 * The items of a list: "none" is believed only when the reply says so in full. `page_size` counts the items (section 3): a
 * list that has more or fewer was cut on its way. Throws an InvalidReply.
 */
export function readItems(reply: WireResponse): readonly Json[] {
  const data = readObject(reply);
  if (!Array.isArray(data)) throw new InvalidReply("missing or invalid `data`");
  const count = member(readEnvelope(reply), "page_size");
  if (!isUnset(count) && count !== data.length && count !== String(data.length)) {
    throw new InvalidReply(`\`page_size\` is not the number of items, ${data.length}`);
  }
  return data;
}

/** What a reader throws, as the error of its request; anything else as it is. `kind` as a reader has to take it. */
export function replyError(
  request: Pick<RequestNote, "method" | "path">,
  reply: WireResponse,
  kind: "invalid" | "lost",
  error: unknown,
): unknown {
  if (!(error instanceof InvalidReply)) return error;
  const { method, path } = request;
  return new ApiError(kind, {
    method,
    path,
    status: reply.status,
    message: flawMessage(reply, error.message),
  });
}

/** `why` as a message. What does not even look like an envelope comes perhaps from somewhere else. */
export function flawMessage(reply: WireResponse, why: string): string {
  const body = replyBody(reply);
  const isEnvelope =
    body.state === "json" &&
    isJsonObject(body.value) &&
    ["data", "error", "status"].some(
      (key) => isJsonObject(body.value) && member(body.value, key) !== undefined,
    );
  const message = `unexpected response body (${why})`;
  return isEnvelope ? message : `${message}; is this the URL of the Dimensions API?`;
}

function readEnvelope(reply: WireResponse): JsonObject {
  const why = envelopeFlaw(reply);
  if (why !== undefined) throw new InvalidReply(why);
  const body = replyBody(reply);
  return body.state === "json" && isJsonObject(body.value) ? body.value : {};
}

/** A key of an envelope, exactly or in another case. */
function member(envelope: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(envelope, name)) return envelope[name];
  const other = Object.keys(envelope).find((key) => key.toLowerCase() === name);
  return other === undefined ? undefined : envelope[other];
}

/** A key without a value may be left out (section 3), or be `null`. */
function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null;
}
