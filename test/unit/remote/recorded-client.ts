/** A client that records what it sends, and what the tests send with it. */
import { toPbxId, toRoleId, toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { Json } from "../../../src/model/json/json.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import type { Api } from "../../../src/remote/api.ts";
import { createClient } from "../../../src/remote/client.ts";
import { reply, sender, service } from "./fakes.ts";

export const T = toTenantId("t/1");
export const USER = toUserId("u 1");
export const PBX = toPbxId("p1");

export const roles = (...ids: string[]) => ids.map((id) => toRoleId(id));

/** A client and what it sent: `METHOD path` and the body. */
export function client(
  answer: (request: WireRequest, body: string) => WireResponse,
  accountId?: string,
): { api: Api; sent: [string, Json][] } {
  const sent: [string, Json][] = [];
  const paper = service((request) => {
    sent.push([`${request.method} ${request.path}`, JSON.parse(request.body ?? "null")]);
    return answer(request, request.body ?? "");
  });
  return { api: createClient(sender(paper.transport), accountId === undefined ? {} : { accountId }), sent };
}

export const CREATED = reply(201, { data: { id: "new" } });
export const FIRST_PBX = {
  wireType: "KazooPbxConnectionProfile",
  fields: new Map<string, Json>([
    ["name", "K"],
    ["apiKey", "s3cr3t-key"],
  ]),
};
export const PBX_BODY = { _type: "KazooPbxConnectionProfile", name: "K", apiKey: "s3cr3t-key" };
export const TRIAL = new Map<string, Json>([
  ["name", "Acme"],
  ["features.agent", 5],
  ["features.device", 2],
  ["trialDuration", 30],
]);
