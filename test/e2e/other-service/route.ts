import type { IncomingMessage } from "node:http";
import { createCustomer, listCustomers, ofCustomer } from "./customers.ts";
import { arrive, instance, ofPbxs } from "./pbxs.ts";
import { Refusal, notFound } from "./refusal.ts";
import { ofUsers } from "./users.ts";
import { GUID, parsed } from "./values.ts";
import type { Fields, OtherCustomer, Reply, World } from "./types.ts";

export function route(
  world: World,
  method: string,
  target: string,
  text: string,
  headers: IncomingMessage["headers"],
): Reply {
  const { pathname, searchParams } = new URL(target, "http://service");
  if (headers.authorization !== `Bearer ${world.options.token ?? "token-for-tests"}`)
    throw new Refusal(401, "", "");
  const parts = pathname.split("/").filter((part) => part !== "");
  if (parts[0] !== "api" || parts[1] !== "v1.0") throw notFound();
  const writes = method === "POST" || method === "PATCH" || method === "PUT";
  if (writes && headers["content-type"]?.startsWith("application/json") !== true)
    throw new Refusal(415, "Unsupported Media Type");
  if (writes && world.reading.chargesHeader === "required" && headers["accept-charges"] !== "true") {
    throw new Refusal(402, "accept charges");
  }
  const body = writes ? parsed(text) : undefined;
  if (writes && body === undefined) throw new Refusal(400, "A non-empty request body is required.");
  const [, , resource, tenant, kind, id, more] = parts;
  if (more !== undefined) throw notFound();
  if (resource === "pbxs" && tenant === undefined && method === "GET")
    return instance(world, searchParams.get("instanceId"));
  if (resource !== "customers") throw notFound();
  if (tenant === undefined) {
    if (method === "GET") return listCustomers(world, searchParams);
    if (method === "POST") return createCustomer(world, body as Fields);
    throw new Refusal(405, "Method Not Allowed");
  }
  const customer = find(world, tenant);
  if (kind === undefined) return ofCustomer(world, method, customer, body);
  if (kind === "users") return ofUsers(world, method, customer, id, body);
  if (kind === "pbxs") return ofPbxs(world, method, customer, id, body);
  throw notFound();
}

function find(world: World, tenant: string): OtherCustomer {
  if (!GUID.test(tenant)) throw new Refusal(400, `The value '${tenant}' is not valid.`);
  const customer = world.customers.find((one) => one.id === tenant);
  if (!customer || (customer.deleted && world.reading.deleted !== "listed")) throw notFound();
  arrive(customer);
  return customer;
}
