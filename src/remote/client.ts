import { DEFAULT_DIALECT, type AdminDialect } from "../model/customer/admin-dialect.ts";
import type { RequestNote } from "../model/plan/outcome.ts";
import type { Json } from "../model/json/json.ts";
import type { WireResponse } from "../model/ports/wire.ts";
import { ApiError, type Api, type Written } from "./api.ts";
import {
  customerRequestBody,
  patchRequestBody,
  pbxRequestBody,
  userRequestBody,
  type RequestBody,
} from "./codec/body.ts";
import { decodeCustomer, decodePbx, decodeUser } from "./codec/decode.ts";
import { createEncoder, type SendEncoded } from "./codec/encoding.ts";
import { readData } from "./wire/envelope.ts";
import { createPaths } from "./codec/paths.ts";
import { createReadClient, type ClientOptions } from "./read-client.ts";
import type { Outgoing, SendRequest } from "./wire/send.ts";

/** How a client that writes spells its requests. */
export interface WriteClientOptions extends ClientOptions {
  /** How admin roles are spelled (A1). */
  readonly dialect?: AdminDialect;
}

/** The service as something that can be read and written. */
export function createClient(send: SendRequest, options: WriteClientOptions = {}): Api {
  const paths = createPaths(options.accountId);
  const write = writer(send, createEncoder(options.dialect ?? DEFAULT_DIALECT));
  return {
    ...createReadClient(send, options),
    createCustomer: async (customer) =>
      created(await write("POST", paths.newCustomer, customerRequestBody(customer)), decodeCustomer),
    patchCustomer: async (id, ops) =>
      carriedOut(await write("PATCH", paths.customer(id), patchRequestBody("customer", ops))),
    deleteCustomer: async (id) => carriedOut(await write("DELETE", paths.customer(id))),
    createPbx: async (id, pbx) =>
      created(await write("POST", paths.pbxs(id), pbxRequestBody(pbx)), decodePbx),
    patchPbx: async (id, pbxId, ops) =>
      carriedOut(await write("PATCH", paths.pbx(id, pbxId), patchRequestBody("pbx", ops))),
    deletePbx: async (id, pbxId) => carriedOut(await write("DELETE", paths.pbx(id, pbxId))),
    createUser: async (id, user, mayTryAgain) =>
      created(await write("POST", paths.users(id), userRequestBody(user), mayTryAgain), decodeUser),
    patchUser: async (id, userId, ops) =>
      carriedOut(await write("PATCH", paths.user(id, userId), patchRequestBody("user", ops))),
    deleteUser: async (id, userId) => carriedOut(await write("DELETE", paths.user(id, userId))),
  };
}

interface Answered {
  readonly request: RequestNote;
  readonly reply: WireResponse;
}

type Write = (
  method: Outgoing["method"],
  path: string,
  diff?: RequestBody,
  mayTryAgain?: () => Promise<boolean>,
) => Promise<Answered>;

function writer(send: SendRequest, encode: SendEncoded): Write {
  return async (method, path, diff, mayTryAgain) => {
    const base = { method, path, idempotent: false };
    const reply = diff
      ? await encode(diff, async (body) => send({ ...base, body, secrets: diff.secrets }), mayTryAgain)
      : await send(base);
    return { request: { method, path, status: reply.status }, reply };
  };
}

function carriedOut({ request }: Answered): Written<void> {
  return { live: undefined, request };
}

/** The created object as the reply shows it; a reply without `data` may still say in `Location` which id it got. */
function created<Live>(
  answered: Answered,
  decode: (data: Json | undefined) => Live | undefined,
): Written<Live> {
  const { request, reply } = answered;
  const live = decode(readData(reply)) ?? decode(readLocation(reply));
  if (live !== undefined) return { live, request };
  // It was created and nobody knows under which id: only reading back can find it.
  throw new ApiError("lost", {
    ...request,
    message: "unexpected response body: no id of the created object",
  });
}

function readLocation(reply: WireResponse): Json | undefined {
  const last = reply.headers["location"]
    ?.split(/[?#]/)[0]
    ?.split("/")
    .findLast((part) => part !== "");
  if (last === undefined) return undefined;
  try {
    return { id: decodeURIComponent(last) };
  } catch {
    return undefined;
  }
}
