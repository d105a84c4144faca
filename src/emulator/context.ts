import { parseJson, type Json } from "../model/json/json.ts";
import type { Random } from "../model/ports/clock.ts";
import { invalidValue, notFound, Refusal } from "./wire/envelope.ts";
import { isId } from "./world/new-id.ts";
import type { StoredCustomer, EmulatorState, StoredPbx, StoredUser } from "./world/state.ts";
import type { Switches } from "./switches/switches.ts";

/** All that a handler may look at and change: one request, at one moment. */
export interface Context {
  readonly state: EmulatorState;
  readonly switches: Switches;
  readonly random: Random;
  /** ms since 1970. */
  readonly now: number;
  /** Without a slash at the end, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** The reseller account whose customers are meant: from the path, else the token's. */
  readonly account: string;
  /** The ids of the path in their order, as they came. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly acceptsCharges: boolean;
  readonly body: string | undefined;
}

/** The customer that the path names: 400 for an id of another form, 404 when there is none (A13: or a deleted one). */
export function requireCustomer(context: Context, use: "read" | "write"): StoredCustomer {
  const id = idAt(context, 0);
  const customer = lookUp(context.state.customers, id);
  if (!customer || customer.parentTenantId !== context.account) throw notFound();
  const readable = context.switches.deletedCustomers === "listed" && use === "read";
  if (customer.deletedAt !== undefined && !readable) throw notFound();
  return customer;
}

/** The user that the path names; 404 also for a user of another tenant. */
export function requireUser(context: Context, customer: StoredCustomer): StoredUser {
  const user = lookUp(customer.users, idAt(context, 1));
  if (!user) throw notFound();
  return user;
}

/** The PBX profile that the path names. */
export function requirePbx(context: Context, customer: StoredCustomer): StoredPbx {
  const pbx = lookUp(customer.pbxs, idAt(context, 1));
  if (!pbx) throw notFound();
  return pbx;
}

/** The request's body as JSON; 400 when it is none. */
export function parseBody(context: Context): Json {
  const body = parseJson(context.body ?? "");
  if (body === undefined) throw new Refusal(400, "The request body is not valid JSON.");
  return body;
}

/** Whether a list shows an object yet: a new one appears only after the lag (issue 3). */
export function isListed(context: Context, createdAt: number): boolean {
  return createdAt + context.switches.listLagMs <= context.now || createdAt === 0;
}

/** The records of a table that a list shows. */
export function listed<Row extends { readonly createdAt: number }>(
  context: Context,
  rows: Readonly<Record<string, Row>>,
): readonly Row[] {
  return Object.values(rows).filter((row) => isListed(context, row.createdAt));
}

/** The headers of a 201: where the new object is. */
export function locationHeader(context: Context, path: string): { readonly location: string } {
  return { location: `${context.baseUrl}/api/v1.0/${path}` };
}

/** The header that PATCH replies carry (section 3). */
export function patchHeaders(context: Context): { readonly "request-context": string } {
  return { "request-context": `appId=cid-v1:${context.state.appId}` };
}

function idAt(context: Context, index: number): string {
  const id = context.ids[index] ?? "";
  if (!isId(id)) throw invalidValue(id);
  return id.toLowerCase();
}

function lookUp<Row>(rows: Readonly<Record<string, Row>>, id: string): Row | undefined {
  return Object.hasOwn(rows, id) ? rows[id] : undefined;
}
