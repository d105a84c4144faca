import { expect } from "vitest";
import type { DesiredCustomer, DesiredPbx, DesiredUser } from "../../../../src/model/customer/desired.ts";
import { toEmailKey, toReference } from "../../../../src/model/ids.ts";
import type { ObservedCustomer } from "../../../../src/model/customer/observed.ts";
import type { WireResponse } from "../../../../src/model/ports/wire.ts";
import { observe, type ObserveOptions } from "../../../../src/remote/observe/observe.ts";
import { createReadClient } from "../../../../src/remote/read-client.ts";
import { data, refusal, sender, service } from "../fakes.ts";

const origin = { file: "customers/x.yaml", path: [] };

export function desired(reference: string, rest: Partial<DesiredCustomer> = {}): DesiredCustomer {
  return {
    reference: toReference(reference),
    file: "customers/x.yaml",
    origin,
    state: "present",
    fields: new Map(),
    users: [],
    managesUsers: false,
    manage: { admins: "additive", users: "additive", roles: "exact" },
    approvals: [],
    text: "",
    ...rest,
  };
}

export function user(email: string, rest: Partial<DesiredUser> = {}): DesiredUser {
  const base = { key: toEmailKey(email), email, admin: false, state: "present", imported: false } as const;
  return { ...base, fields: new Map(), origin, ...rest };
}

export function pbx(name: string, instanceId: string, rest: Partial<DesiredPbx> = {}): DesiredPbx {
  const base = { type: "kazoo", wireType: "KazooPbxConnectionProfile", state: "present" } as const;
  return { ...base, name, fields: new Map(), instanceId, origin, ...rest };
}

export type Replies = Record<string, WireResponse>;

/** Observes against a service of fixed replies; unknown paths answer 404. The list stands under `list`. */
export async function observed(
  customers: DesiredCustomer[],
  replies: Replies,
  options: Partial<ObserveOptions> = {},
): Promise<{ seen: Record<string, ObservedCustomer>; asked: string[] }> {
  const paper = service(({ path }) => {
    const short = shortened(path);
    return replies[short] ?? (short.startsWith("customers?") ? data([]) : refusal(404, "Not Found"));
  });
  const api = createReadClient(sender(paper.transport));
  const seen: Record<string, ObservedCustomer> = {};
  for await (const one of observe(api, customers, { concurrency: 8, lookup: "list", ...options })) {
    seen[one.desired.reference] = one.observed;
  }
  const asked = paper.lines().map((line) => shortened(line.replace("GET ", "")));
  return { seen, asked: asked.filter((line) => !line.startsWith("customers?pageIndex=1")).toSorted() };
}

function shortened(path: string): string {
  return path.replace("/api/v1.0/", "").replace("customers?pageIndex=0&pageSize=1000", "list");
}

export const live = (id: string, reference: string, rest = {}) => ({
  id,
  reference,
  name: reference,
  ...rest,
});
/** A customer that is there, with nothing but what `rest` says. */
export const present = (tenantId: string, rest = {}): unknown => ({
  state: "present",
  tenantId,
  fields: expect.any(Map),
  pbxs: [],
  users: [],
  instances: [],
  ...rest,
});
