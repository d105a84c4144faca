import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./refusal.ts";
import { limit, refuse, send } from "./replies.ts";
import { route } from "./route.ts";
import type { Interception, Reply, Seen, World } from "./types.ts";
import { parsed } from "./values.ts";

/** What came in: every request with what became of it, and how many were inside at one time. */
export interface Traffic {
  readonly seen: Seen[];
  readonly early: Seen[];
  count: number;
  inside: number;
  most: number;
}

/** One request and its response; whatever stands in the service's place answers first. */
export async function exchange(
  world: World,
  traffic: Traffic,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  enter(traffic, response);
  const text = await readBody(request);
  const method = request.method ?? "GET";
  const path = request.url ?? "/";
  const count = ++traffic.count;
  const meddling = world.options.intercept?.({ method, path, count });
  await wait(meddling?.delay ?? world.options.latency ?? 0);
  const note = (status: number): Seen => {
    const entry = { method, path, body: parsed(text), status, at: Date.now() };
    traffic.seen.push(entry);
    return entry;
  };
  if (meddling?.cut === "before") {
    note(0);
    request.socket.destroy();
    return;
  }
  if (meddling?.status !== undefined) {
    note(meddling.status);
    response.writeHead(meddling.status, meddling.headers ?? {});
    response.end(meddling.body ?? "");
    return;
  }
  if (world.reading.limitEvery > 0 && count % world.reading.limitEvery === 0) {
    note(429);
    limit(world, response);
    return;
  }
  const reply = carriedOut(world, { method, path, text, headers: request.headers });
  const entry = note(reply.status);
  if (reply instanceof Refusal && reply.message === "No administrator has been assigned")
    traffic.early.push(entry);
  answer(world, { request, response, method }, reply, meddling);
}

function enter(traffic: Traffic, response: ServerResponse): void {
  traffic.inside++;
  traffic.most = Math.max(traffic.most, traffic.inside);
  response.once("close", () => void traffic.inside--);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

function carriedOut(world: World, { method, path, text, headers }: Asked): Reply | Refusal {
  try {
    return route(world, method, path, text, headers);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function answer(
  world: World,
  {
    request,
    response,
    method,
  }: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly method: string },
  reply: Reply | Refusal,
  meddling: Interception | undefined,
): void {
  if (meddling?.cut === "after") request.socket.destroy();
  else if (reply instanceof Refusal) refuse(world, response, reply);
  else send(world, response, method, reply);
}
