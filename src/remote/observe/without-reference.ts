import type { DesiredCustomer } from "../../model/customer/desired.ts";
import { plainJson } from "../../model/customer/value.ts";
import type { TenantId } from "../../model/ids.ts";
import { isFatal } from "./read-customer.ts";
import { ApiError, type LiveCustomer, type ReadApi } from "../api.ts";

/** Customers of the list that show no reference: a manifest that the list does not show may mean one of them (A16). */
export interface WithoutReference {
  /** Told of every customer of the list. */
  note(live: LiveCustomer): void;
  /** Throws an ApiError when the service knows a reference that its list has left out: then the list is not to be believed. */
  check(api: ReadApi): Promise<void>;
  /** The one that has the manifest's name. */
  findNamesake(desired: DesiredCustomer): LiveCustomer | undefined;
}

/** So many are asked for by their id: a list that leaves references out does so for all. */
const ASKED = 5;

/** Customers whose delete was accepted (`deleted`) are no longer meant by anybody. */
export function collectWithoutReference(deleted: ReadonlySet<TenantId>): WithoutReference {
  const found: LiveCustomer[] = [];
  return {
    note(live) {
      if ((live.reference ?? "") === "" && !deleted.has(live.id)) found.push(live);
    },
    async check(api) {
      await Promise.all(found.slice(0, ASKED).map(async ({ id }) => requireNone(api, id)));
    },
    findNamesake(desired) {
      const name = nameKey(plainJson(desired.fields.get("name")?.value));
      return name === undefined
        ? undefined
        : found.find(({ fields }) => nameKey(fields.get("name")) === name);
    },
  };
}

async function requireNone(api: ReadApi, id: TenantId): Promise<void> {
  const shown = await shownOrNothing(api, id);
  if ((shown?.reference ?? "") === "") return;
  throw new ApiError("invalid", {
    method: "GET",
    path: `/customers/${id}`,
    message: "shows a reference that the list of customers leaves out",
  });
}

/** A customer that cannot be read proves nothing against the list. */
async function shownOrNothing(api: ReadApi, id: TenantId): Promise<LiveCustomer | undefined> {
  try {
    return await api.customer(id);
  } catch (error) {
    if (isFatal(error)) throw error;
    return undefined;
  }
}

function nameKey(name: unknown): string | undefined {
  return typeof name === "string" && name.trim() !== ""
    ? name.trim().normalize("NFC").toLowerCase()
    : undefined;
}
