/** HTTP as data. The emulator answers it, undici sends it, tests look at it. */

/** A request, with the path and body as they are sent. */
export interface WireRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Path and query as on the wire, e.g. `/api/v1.0/customers?pageIndex=0`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The reply to it. */
export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request, one response; throws a TransportFailure when there is none. */
export type Transport = (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse>;

/**
 * No response came. `sent: "no"` means the service cannot have seen the request (name not resolved, connection
 * refused); `"maybe"` means that it may have carried it out.
 */
export class TransportFailure extends Error {
  readonly sent: "no" | "maybe";

  constructor(message: string, sent: "no" | "maybe", cause?: unknown) {
    super(message, { cause });
    this.name = "TransportFailure";
    this.sent = sent;
  }
}
