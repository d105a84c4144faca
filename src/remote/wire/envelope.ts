import { isJsonObject, parseJson, type Json } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";
import { ApiError } from "../api.ts";
import type { Outgoing } from "./send.ts";

/** The `data` of a reply (CONTRACT.md section 3); undefined when the body is not JSON or has none. */
export function readData(reply: WireResponse): Json | undefined {
  const body = parseJson(reply.body);
  if (Array.isArray(body)) return body;
  return isJsonObject(body) ? (body["data"] ?? body["Data"]) : undefined;
}

/**
 * The items of a list. An envelope of a success may leave out an empty `data`; anything else that has no list is an error:
 * "no customers" must never be read out of a page of something else.
 */
export function readItems(request: Outgoing, reply: WireResponse): readonly Json[] {
  const data = readData(reply);
  if (Array.isArray(data)) return data;
  const body = parseJson(reply.body);
  const empty = isJsonObject(body) && (body["status"] === "success" || body["page_size"] === 0);
  if (empty && (data === undefined || data === null)) return [];
  throw notUnderstood(request, reply);
}

/** The ApiError for a read whose reply is not what the contract says. */
export function notUnderstood(request: Outgoing, reply: WireResponse): ApiError {
  const what = parseJson(reply.body) === undefined ? "not JSON" : "missing or invalid `data`";
  return new ApiError("refused", {
    method: request.method,
    path: request.path,
    status: reply.status,
    message: `unexpected response body (${what}); is this the URL of the Dimensions API?`,
  });
}
