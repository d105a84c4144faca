import { defined } from "../../model/json/defined.ts";
import type { Json } from "../../model/json/json.ts";
import type { WireResponse } from "../../model/ports/wire.ts";

/** What a request changed; undefined for reads and refusals. */
export type Effect = `${"create" | "update" | "delete"}-${"customer" | "pbx" | "user"}` | "issue-token";

/** A response on its way out. */
export interface Reply extends WireResponse {
  readonly effect?: Effect;
}

/** The service does not do what was asked: status, the envelope's message, further headers. Nothing was changed. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.headers = headers;
  }
}

/** `2019-01-01T10:00:00.2890000Z`: UTC with seven fractional digits. `now` in ms since 1970. */
function timestamp(now: number): string {
  return `${new Date(now).toISOString().slice(0, -1)}0000Z`;
}

/** `{"data":…,"status":"success","timestamp":…}`; without data when there is none to show. */
export function success(
  now: number,
  status: number,
  data?: Json,
  rest: Partial<Pick<Reply, "headers" | "effect">> = {},
): Reply {
  const body = { ...defined({ data }), status: "success", timestamp: timestamp(now) };
  return json(status, body, rest);
}

/** `{"page_size":…,"page_index":…,"data":[…],…}`; only the customer list has an index (section 3). */
export function list(now: number, data: readonly Json[], pageIndex?: number): Reply {
  return json(200, {
    page_size: data.length,
    ...defined({ page_index: pageIndex }),
    data,
    status: "success",
    timestamp: timestamp(now),
  });
}

/** `{"error":404,"message":"Not Found","status":"error","timestamp":…}`, compact and in this order (section 3). */
export function failure(now: number, refusal: Refusal): Reply {
  const body = {
    error: refusal.status,
    message: refusal.message,
    status: "error",
    timestamp: timestamp(now),
  };
  return json(refusal.status, body, { headers: refusal.headers });
}

/** 401 comes with no body and no headers of ours (section 2). */
export const UNAUTHORISED: Reply = { status: 401, headers: {}, body: "" };

/** A value as the body of a response. */
export function json(
  status: number,
  value: Json,
  rest: Partial<Pick<Reply, "headers" | "effect">> = {},
): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...rest.headers },
    body: JSON.stringify(value),
    ...defined({ effect: rest.effect }),
  };
}

/** 404, for an object that does not exist or is not visible. */
export const notFound = (): Refusal => new Refusal(404, "Not Found");
/** 400, for a value that cannot be what the path or the query asks for. */
export const invalidValue = (value: string): Refusal =>
  new Refusal(400, `The value '${value}' is not valid.`);
