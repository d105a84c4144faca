import type { Reference } from "../../model/ids.ts";
import { ApiError, type LiveCustomer, type Written } from "../../remote/api.ts";
import type { ApplyOptions } from "../context/options.ts";
import { askUntil } from "../write/wait.ts";

/**
 * A created customer, once the customer of the id in the reply is seen to be ours: PBX and admin are made under that id, and a
 * reply may name somebody else's (A16). Where it cannot be seen the create is `lost`, and reading back by reference decides.
 * A run that is ended takes the reply's word, for nothing is made there any more.
 */
export async function confirmIdentity(
  written: Written<LiveCustomer>,
  reference: Reference,
  options: ApplyOptions,
): Promise<Written<LiveCustomer>> {
  const { live, request } = written;
  const doubt = (message: string): ApiError => new ApiError("lost", { ...request, message });
  let shown: LiveCustomer | undefined;
  try {
    shown = await askUntil(() => options.api.customer(live.id), options.settleTimeMs, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const cause = doubt(error.message);
    if (error.kind === "unauthorised") throw new ApiError("unauthorised", request, cause);
    if (error.kind !== "stopped") throw cause;
    return written;
  }
  if (!shown) throw doubt(`the reply names ${live.id}, and no such customer is found`);
  if (!isOurs(shown, live, reference)) throw doubt(`the reply names ${live.id}, which is another customer`);
  return { request, live: { ...live, fields: new Map([...shown.fields, ...live.fields]) } };
}

/** By its reference; where reads show none, by the name that the reply has shown. */
function isOurs(shown: LiveCustomer, replied: LiveCustomer, reference: Reference): boolean {
  if (shown.reference !== undefined) return shown.reference === reference;
  const [now, then] = [shown.fields.get("name"), replied.fields.get("name")];
  return now === undefined || then === undefined || now === then;
}
