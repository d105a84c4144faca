import type { ServerResponse } from "node:http";
import { Refusal } from "./refusal.ts";
import { RESELLER, extra, timestamp } from "./values.ts";
import type { Value, Fields, Reply, World } from "./types.ts";

export function created(world: World, path: string, data: Value): Reply {
  const location = `/api/v1.0${path}`;
  const id = (data as Fields)["id"] ?? null;
  switch (world.reading.createReply) {
    case "location":
      return { status: 201, location: world.url() + location, bare: true };
    case "relative-location":
      return { status: 201, location, bare: true };
    case "id-only":
      return { status: 201, data: { id } };
    case "both-200":
      return { status: 200, location: world.url() + location, data };
    case "data":
      return { status: 201, location: world.url() + location, data };
  }
}

export function changed(world: World, data: Value): Reply {
  switch (world.reading.patchReply) {
    case "data":
      return { status: 200, data };
    case "status":
      return { status: 200, bare: true };
    case "empty":
    case "no-content":
      return { status: world.reading.patchReply === "empty" ? 200 : 204 };
  }
}

export function send(world: World, response: ServerResponse, method: string, reply: Reply): void {
  response.statusCode = reply.status;
  if (reply.location !== undefined) response.setHeader("Location", reply.location);
  if (method === "PATCH") response.setHeader("Request-Context", `appId=cid-v1:${RESELLER}`);
  if (reply.status === 204 || (reply.data === undefined && reply.bare !== true)) {
    response.end();
    return;
  }
  contentType(world, response);
  const envelope: Record<string, Value | undefined> = {
    data: reply.data,
    status: "success",
    timestamp: timestamp(),
    page_size: Array.isArray(reply.data) && world.reading.pageCounts ? reply.data.length : undefined,
    page_index: world.reading.pageCounts ? reply.pageIndex : undefined,
  };
  response.end(JSON.stringify(recased(world, { ...envelope, ...extra(world) } as Value)));
}

export function refuse(world: World, response: ServerResponse, refusal: Refusal): void {
  response.statusCode = refusal.status;
  if (refusal.body !== undefined) {
    if (refusal.body.startsWith("<")) response.setHeader("Content-Type", "text/html");
    response.end(refusal.body);
    return;
  }
  contentType(world, response);
  const body = { error: refusal.status, message: refusal.message, status: "error", timestamp: timestamp() };
  response.end(JSON.stringify(recased(world, body)));
}

export function limit(world: World, response: ServerResponse): void {
  const soon = new Date(Date.now() + 1000).toUTCString();
  if (world.reading.retryAfter === "seconds") response.setHeader("Retry-After", "0");
  if (world.reading.retryAfter === "date") response.setHeader("Retry-After", soon);
  response.statusCode = 429;
  response.end();
}

function contentType(world: World, response: ServerResponse): void {
  const types = {
    "utf-8": "application/json; charset=utf-8",
    plain: "text/plain",
    problem: "application/vnd.api+json",
  };
  response.setHeader("Content-Type", types[world.reading.charset]);
}

function recased(world: World, value: Value): Value {
  if (world.reading.keys === "documented") return value;
  if (Array.isArray(value)) return value.map((one) => recased(world, one));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
      recased(world, one),
    ]),
  );
}
