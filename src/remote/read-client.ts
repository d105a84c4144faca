import type { TenantId, UserId } from "../model/ids.ts";
import type { Json } from "../model/json/json.ts";
import type { WireResponse } from "../model/ports/wire.ts";
import { ApiError, type LiveCustomer, type ReadApi } from "./api.ts";
import { isAbsent, mayGoOn, PAGE_SIZES } from "./codec/contract.ts";
import {
  decodeCustomer,
  decodeInstance,
  decodeList,
  decodePbxOf,
  decodeUser,
  withId,
} from "./codec/decode.ts";
import { readData, readItems, readObject, replyError } from "./wire/envelope.ts";
import { createPaths, type Paths } from "./codec/paths.ts";
import type { Outgoing, SendRequest } from "./wire/send.ts";

/** How a client spells its requests. */
export interface ClientOptions {
  /** The enterprise's reseller account: paths then begin with `/accounts/{id}` (CONTRACT.md section 1). */
  readonly accountId?: string;
}

/** The service as something that can be read: the object has no method that writes. */
export function createReadClient(send: SendRequest, options: ClientOptions = {}): ReadApi {
  const paths = createPaths(options.accountId);
  return {
    customers: (filter) => pages(send, paths, filter),
    customer: async (id) => one(send, paths.customer(id), withId(id, decodeCustomer)),
    users: async (id: TenantId) => all(send, paths.users(id), decodeUser),
    user: async (id: TenantId, userId: UserId) =>
      one(send, paths.user(id, userId), withId(userId, decodeUser)),
    pbxs: async (id) => all(send, paths.pbxs(id), decodePbxOf(id)),
    pbx: async (id, pbxId) => one(send, paths.pbx(id, pbxId), withId(pbxId, decodePbxOf(id))),
    async instance(instanceId) {
      try {
        const request = get(paths.instance(instanceId));
        return understood(request, await send(request), (reply) => decodeInstance(readData(reply)));
      } catch (error) {
        // The check is on the newest page of the documentation only: a service that refuses it does not know it.
        if (error instanceof ApiError && error.kind === "refused") return { state: "unsupported" };
        throw error;
      }
    },
  };
}

/** A11. The next page is on its way while this one is looked at; a customer that moves between pages is reported once. */
async function* pages(
  send: SendRequest,
  paths: Paths,
  filter: string | undefined,
): AsyncGenerator<LiveCustomer> {
  const seen = new Set<string>();
  const ask = async (pageIndex: number, pageSize: number): Promise<readonly LiveCustomer[]> => {
    const request = get(paths.customers(pageIndex, pageSize, filter));
    return understood(request, await send(request), (reply) => decodeList(readItems(reply), decodeCustomer));
  };
  const { asked, page: first } = await firstPage(ask);
  let page = first;
  let previous: number | undefined;
  for (let pageIndex = 1; ; pageIndex += 1) {
    if (pageIndex >= MAX_PAGES) throw endless(paths, asked);
    const fresh = page.filter(({ id }) => !seen.has(id) && seen.add(id));
    const fact = { asked, size: page.length, fresh: fresh.length, previous, filtered: filter !== undefined };
    const next = mayGoOn(fact) ? ask(pageIndex, asked) : undefined;
    // Its failure is thrown where it is awaited, below; until then nobody listens.
    next?.catch(() => undefined);
    yield* fresh;
    if (!next) return;
    previous = page.length;
    page = await next;
  }
}

/** Ten million customers at the documented page size. */
const MAX_PAGES = 10_000;

function endless(paths: Paths, asked: number): ApiError {
  const path = paths.customers(MAX_PAGES, asked);
  const message = "the list of customers does not end after 10,000 pages";
  return new ApiError("refused", { method: "GET", path, message });
}

/** A service that refuses the documented page size is asked for less. */
async function firstPage(
  ask: (pageIndex: number, pageSize: number) => Promise<readonly LiveCustomer[]>,
): Promise<{ asked: number; page: readonly LiveCustomer[] }> {
  const [most, less] = PAGE_SIZES;
  try {
    return { asked: most, page: await ask(0, most) };
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 422].includes(error.request.status ?? 0)) throw error;
    return { asked: less, page: await ask(0, less) };
  }
}

async function all<T extends { readonly id: string }>(
  send: SendRequest,
  path: string,
  decode: Decode<T>,
): Promise<readonly T[]> {
  const request = get(path);
  return understood(request, await send(request), (reply) => decodeList(readItems(reply), decode));
}

/** undefined: the service says that it does not exist (A13). */
async function one<T>(send: SendRequest, path: string, decode: Decode<T>): Promise<T | undefined> {
  const request = get(path);
  const reply = await unlessAbsent(send, request);
  if (!reply) return undefined;
  return understood(request, reply, () => decode(readObject(reply)));
}

async function unlessAbsent(send: SendRequest, request: Outgoing): Promise<WireResponse | undefined> {
  try {
    return await send(request);
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused" && isAbsent(error.request.status))
      return undefined;
    throw error;
  }
}

type Decode<T> = (data: Json) => T;

/** What a reply says; an InvalidReply becomes the error of the request. */
function understood<T>(request: Outgoing, reply: WireResponse, read: (reply: WireResponse) => T): T {
  try {
    return read(reply);
  } catch (error) {
    throw replyError(request, reply, "invalid", error);
  }
}

function get(path: string): Outgoing {
  return { method: "GET", path, idempotent: true };
}
