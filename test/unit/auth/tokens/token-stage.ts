import { createHash } from "node:crypto";
import { accessTokens, type AccessTokensOptions } from "../../../../src/auth/tokens/access-tokens.ts";
import type { Hash } from "../../../../src/model/ports/clock.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import type { StoredTokens } from "../../../../src/model/ports/state.ts";
import { manualClock, type ManualClock } from "../manual-clock.ts";
import { ENVIRONMENT, memoryStore, type MemoryStore } from "./memory-store.ts";
import { HOST, tokenEndpoint } from "./token-endpoint.ts";

export const START = Date.UTC(2026, 10, 22);
export const hash: Hash = (text) => createHash("sha256").update(text).digest("hex");
export const CLIENT_ENV = { DIMENSIONS_CLIENT_ID: "client", DIMENSIONS_CLIENT_SECRET: "client-secret" };

/** Kept tokens that are good for an hour. */
export const KEPT: StoredTokens = {
  accessToken: "access-1",
  accessTokenExpiresAt: START + 3_600_000,
  refreshToken: "refresh-1",
  issuer: HOST.url,
  clientId: "client",
};

export function options(changes: Partial<AccessTokensOptions>): AccessTokensOptions {
  return {
    env: CLIENT_ENV,
    host: HOST,
    hash,
    store: memoryStore(),
    environmentKey: ENVIRONMENT,
    clock: manualClock(START),
    send: async () => {
      throw new Error("nothing should be sent");
    },
    ...changes,
  };
}

/** A token endpoint that repeats in its refusal what it was sent, and a control sequence. */
export async function talkative(url: string): Promise<Response> {
  return url.includes("/.well-known/")
    ? new Response("", { status: 404 })
    : Response.json(
        { error: "odd", error_description: "no: refresh-1 of client-secret\u001B[2J" },
        { status: 400 },
      );
}

export function idToken(claims: object): string {
  return [JSON.stringify({ alg: "RS256" }), JSON.stringify(claims), "signature"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}

export function expired(): StoredTokens {
  return { ...KEPT, accessTokenExpiresAt: START };
}

export function afterRenewal(): {
  clock: ManualClock;
  store: MemoryStore;
  tokens: ReturnType<typeof accessTokens>;
} {
  const clock = manualClock(START);
  const store = memoryStore(expired());
  return { clock, store, tokens: accessTokens(options({ clock, store, send: tokenEndpoint().send })) };
}

export async function refuseToSave(): Promise<void> {
  throw new DiagnosticsError([{ code: "state-full", severity: "error", summary: "The disk is full." }]);
}

export async function asleep(clock: ManualClock): Promise<void> {
  while (clock.sleepers === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

export async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return error instanceof DiagnosticsError ? error.diagnostics.map(({ code }) => code) : [];
}
