import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DOCUMENTED } from "../other-reading.ts";
import { exchange, type Traffic } from "./exchange.ts";
import type { Fields, OtherCustomer, OtherOptions, OtherUser, Seen, World } from "./types.ts";

/**
 * A second Dimensions service, written from the API's documentation alone and sharing nothing with dimctl or its
 * emulator: what dimctl does against it shows what dimctl takes for granted. It keeps everything in memory.
 */
export interface OtherService {
  readonly url: string;
  readonly customers: OtherCustomer[];
  readonly seen: Seen[];
  /** The most requests that were in the service at one time. */
  readonly most: () => number;
  readonly reset: () => void;
  readonly writes: () => Seen[];
  /** Changes of other people that came before there was an admin. */
  readonly tooEarly: () => Seen[];
  readonly addCustomer: (fields: Fields, pbxs?: Fields[], users?: Partial<OtherUser>[]) => OtherCustomer;
  readonly close: () => Promise<void>;
}

/** Serves it on a free port of loopback. */
export async function serveOther(options: OtherOptions = {}): Promise<OtherService> {
  const world: World = {
    reading: { ...DOCUMENTED, ...options.reading },
    options,
    customers: [],
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const traffic: Traffic = { seen: [], early: [], count: 0, inside: 0, most: 0 };
  const server: Server = createServer((request, response) => {
    void exchange(world, traffic, request, response).catch((error: unknown) => {
      response.statusCode = 599;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: world.url(),
    customers: world.customers,
    seen: traffic.seen,
    most: () => traffic.most,
    reset: () => {
      traffic.seen.length = 0;
      traffic.most = 0;
    },
    writes: () => traffic.seen.filter((one) => one.method !== "GET"),
    tooEarly: () => traffic.early,
    addCustomer: (fields, pbxs, users) => addCustomer(world, fields, pbxs, users),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function addCustomer(
  world: World,
  fields: Fields,
  pbxs: Fields[] = [],
  users: Partial<OtherUser>[] = [],
): OtherCustomer {
  const customer: OtherCustomer = {
    id: randomUUID(),
    fields: { enabled: false, dateCreated: "2025-01-01T09:00:00.000", ...fields },
    pbxs: [],
    users: [],
    pending: [],
    deleted: false,
  };
  world.customers.push(customer);
  customer.pbxs = pbxs.map((pbx) => ({ id: randomUUID(), tenantId: customer.id, enabled: true, ...pbx }));
  customer.users = users.map((user) => ({
    id: randomUUID(),
    displayName: "Somebody",
    email: "",
    roles: [],
    imported: false,
    ...user,
  }));
  return customer;
}
