import { DEFAULT_ADMIN_ROLES, type AdminRoles } from "../model/customer/roles.ts";
import type { RequestNote } from "../model/plan/outcome.ts";
import type { Json } from "../model/json.ts";
import type { WireResponse } from "../model/ports/wire.ts";
import { ApiError, type Api, type Written } from "./api.ts";
import { customerDraft, patchDraft, pbxDraft, userDraft, type Draft } from "./codec/body.ts";
import { decodeCustomer, decodePbx, decodeUser } from "./codec/decode.ts";
import { createEncoder, type SendDraft } from "./codec/encoding.ts";
import { dataOf } from "./wire/envelope.ts";
import { pathsOf } from "./codec/paths.ts";
import { createReadClient, type ClientOptions } from "./read-client.ts";
import type { Outgoing, Send } from "./wire/send.ts";

/** How a client that writes spells its requests. */
export interface WriteClientOptions extends ClientOptions {
  /** The admin roles as the configuration writes them (A1). */
  readonly adminRoles?: AdminRoles;
}

/** The service as something that can be read and written. */
export function createClient(send: Send, options: WriteClientOptions = {}): Api {
  const paths = pathsOf(options.accountId);
  const write = writer(send, createEncoder(options.adminRoles ?? DEFAULT_ADMIN_ROLES));
  return {
    ...createReadClient(send, options),
    createCustomer: async (customer) =>
      created(await write("POST", paths.newCustomer, customerDraft(customer)), decodeCustomer),
    patchCustomer: async (id, ops) =>
      carriedOut(await write("PATCH", paths.customer(id), patchDraft("customer", ops))),
    deleteCustomer: async (id) => carriedOut(await write("DELETE", paths.customer(id))),
    createPbx: async (id, pbx) => created(await write("POST", paths.pbxs(id), pbxDraft(pbx)), decodePbx),
    patchPbx: async (id, pbxId, ops) =>
      carriedOut(await write("PATCH", paths.pbx(id, pbxId), patchDraft("pbx", ops))),
    deletePbx: async (id, pbxId) => carriedOut(await write("DELETE", paths.pbx(id, pbxId))),
    createUser: async (id, user, mayTryAgain) =>
      created(await write("POST", paths.users(id), userDraft(user), mayTryAgain), decodeUser),
    patchUser: async (id, userId, ops) =>
      carriedOut(await write("PATCH", paths.user(id, userId), patchDraft("user", ops))),
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
  draft?: Draft,
  mayTryAgain?: () => Promise<boolean>,
) => Promise<Answered>;

function writer(send: Send, encode: SendDraft): Write {
  return async (method, path, draft, mayTryAgain) => {
    const base = { method, path, idempotent: false };
    const reply = draft
      ? await encode(draft, async (body) => send({ ...base, body, secrets: draft.secrets }), mayTryAgain)
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
  const live = decode(dataOf(reply)) ?? decode(locationOf(reply));
  if (live !== undefined) return { live, request };
  // It was created and nobody knows under which id: only reading back can tell.
  throw new ApiError("lost", { ...request, message: "the reply does not say which object was created" });
}

function locationOf(reply: WireResponse): Json | undefined {
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
