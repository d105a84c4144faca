import { faultyTransport } from "../../../src/emulator/faults/faults.ts";
import type { Transport, WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import { never } from "../virtual-clock.ts";
import type { SimProcess, World } from "../world.ts";
import type { SimInterruption } from "./interruption.ts";
import { actInPortal } from "./person.ts";
import type { RunOptions } from "./run-options.ts";
import { serve } from "./service.ts";

/** The line from the process to the service, with everything that can happen on it. */
export function line(
  world: World,
  process: SimProcess,
  options: RunOptions,
  interruption: SimInterruption,
): Transport {
  const { trouble, dice, latencyMs } = options;
  const isKillTime = (when: "before" | "after" | "late", n: number): boolean =>
    trouble.kill !== undefined && trouble.kill.when === when && n >= trouble.kill.at;
  const direct: Transport = async (request) => {
    if (isKillTime("late", process.requests) && request.method === "POST") {
      process.kill();
      await world.clock.sleep(dice.between(0, 5000));
      await serve(world, process, request);
      return never();
    }
    const reply = await serve(world, process, request);
    if (isKillTime("after", process.requests)) process.kill();
    return process.isKilled ? never() : reply;
  };
  const faulty = trouble.faults
    ? faultyTransport(direct, {
        random: dice.random,
        clock: world.clock.forProcess(() => process.isKilled),
        plan: trouble.faults,
      })
    : direct;
  return async (request: WireRequest, signal) => {
    process.requests += 1;
    const n = process.requests;
    if (latencyMs > 0) await world.clock.sleep(dice.between(0, latencyMs));
    if (process.isKilled) return never();
    if (isKillTime("before", n)) process.kill();
    if (process.isKilled) return never();
    if (trouble.stopAt === n) interruption.stopNow();
    if (trouble.cutAt === n) interruption.cutNow();
    if (trouble.portal !== undefined && dice.chance(trouble.portal)) await actInPortal(world, dice);
    if (trouble.unauthorisedAt !== undefined && n >= trouble.unauthorisedAt)
      return { status: 401, headers: {}, body: "" };
    const reply = await faulty(request, signal);
    if (process.isKilled) return never();
    return trouble.vanish && isCustomerList(request) ? withoutKnown(reply, world) : reply;
  };
}

function isCustomerList({ method, path }: WireRequest): boolean {
  return method === "GET" && path.includes("/customers?");
}

/** Such a list is well-formed, so that only what is remembered can tell that it is wrong. */
function withoutKnown(reply: WireResponse, { durable }: World): WireResponse {
  const remembered = Object.values(durable.document.environments).flatMap(({ customers }) =>
    Object.values(customers).map(({ tenantId }) => tenantId),
  );
  const known = new Set<unknown>(remembered);
  try {
    const body = JSON.parse(reply.status === 200 ? reply.body : "null") as { data?: { id: string }[] } | null;
    if (!Array.isArray(body?.data)) return reply;
    const data = body.data.filter(({ id }) => !known.has(id));
    return { ...reply, body: JSON.stringify({ ...body, data }) };
  } catch {
    // A wrong answer already (A16): no JSON, items that are none, or nested too deeply.
    return reply;
  }
}
