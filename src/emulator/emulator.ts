import { defined } from "../model/json/defined.ts";
import type { Clock, Random } from "../model/ports/clock.ts";
import {
  TransportFailure,
  type Transport,
  type WireRequest,
  type WireResponse,
} from "../model/ports/wire.ts";
import { isAuthorised } from "./login/bearer.ts";
import { ChargesRefused } from "./rules/charges.ts";
import { failure, json, Refusal, UNAUTHORISED, type Effect, type Reply } from "./wire/envelope.ts";
import { answerOauth, isOauthPath } from "./login/oauth.ts";
import { createSigner } from "./login/id-token.ts";
import { runDueImports } from "./rules/pbx-import.ts";
import { rateLimit } from "./faults/rate-limit.ts";
import { matchRoute } from "./routes.ts";
import { createState, type EmulatorSeed } from "./world/seed.ts";
import type { EmulatorState } from "./world/state.ts";
import { DEFAULT_SWITCHES, type Switches } from "./switches/switches.ts";

/** A request as tests look back at it; `effect` is there when it changed something. */
interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly effect?: Effect;
}

/** The Dimensions service in memory. */
export interface Emulator {
  /** Answers one request. A change is made, and `onChange` called, before the promise resolves; there is no other order. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** The same as a Transport; an aborted signal means that nothing was sent. */
  transport(): Transport;
  /** A copy of everything the service knows, as JSON: a seed for another emulator. */
  snapshot(): EmulatorState;
  /** The live state, for tests to look at; due imports come in with the next request. */
  readonly state: EmulatorState;
  readonly switches: Switches;
  readonly log: readonly LoggedRequest[];
}

/** What an emulator is made of. */
export interface EmulatorOptions {
  readonly switches?: Partial<Switches>;
  /** What is there at the start: a seed or an earlier snapshot. */
  readonly seed?: EmulatorSeed | EmulatorState;
  readonly clock: Clock;
  /** Ids, codes and tokens are drawn from it. */
  readonly random: Random;
  /** Called after each change of the state: the moment to keep a snapshot. */
  readonly onChange?: () => void;
  /** The origin in `Location` and in the OpenID configuration; the request's own host when left out. */
  readonly baseUrl?: string;
}

/** A service that behaves as CONTRACT.md says, and where that is silent as its switches say. */
export function createEmulator(options: EmulatorOptions): Emulator {
  return new MemoryService(options);
}

class MemoryService implements Emulator {
  readonly state: EmulatorState;
  readonly switches: Switches;
  readonly log: LoggedRequest[] = [];
  readonly #options: EmulatorOptions;
  readonly #limit: (now: number) => void;
  readonly #signer = createSigner();

  constructor(options: EmulatorOptions) {
    this.#options = options;
    this.switches = { ...DEFAULT_SWITCHES, ...options.switches };
    this.state = createState(options.seed ?? {}, options.random);
    this.#limit = rateLimit(this.switches);
  }

  async handle(request: WireRequest): Promise<WireResponse> {
    const { clock, random, onChange } = this.#options;
    const { state, switches } = this;
    if (switches.latencyMs > 0) await clock.sleep(switches.latencyMs);
    const now = clock.now();
    const imported = runDueImports({ state, switches, random, now });
    const { effect, ...response } = guarded(() => this.#answer(request, now), now);
    const { method, path } = request;
    this.log.push({ method, path, status: response.status, ...defined({ effect }) });
    if (imported || effect) onChange?.();
    return response;
  }

  transport(): Transport {
    return async (request, signal) => {
      if (signal?.aborted) throw new TransportFailure("the request was stopped", "no");
      return this.handle(request);
    };
  }

  snapshot(): EmulatorState {
    return structuredClone(this.state);
  }

  #answer(request: WireRequest, now: number): Reply {
    const { state, switches } = this;
    const { random } = this.#options;
    const { pathname, query } = splitPath(request.path);
    const baseUrl = this.#options.baseUrl ?? `http://${request.headers.host ?? "emulator.invalid"}`;
    if (isOauthPath(pathname)) {
      const signer = this.#signer;
      return answerOauth({ state, switches, random, now, baseUrl, signer, request, pathname, query });
    }
    if (!isAuthorised(state, switches, now, request.headers.authorization)) return UNAUTHORISED;
    this.#limit(now);
    const { account, ids, handler } = matchRoute(state, switches, request.method, pathname);
    checkContentType(request);
    const acceptsCharges = request.headers["accept-charges"]?.toLowerCase() === "true";
    const { body } = request;
    return handler({ state, switches, random, now, baseUrl, account, ids, query, acceptsCharges, body });
  }
}

/** A refusal as a response. */
function guarded(answer: () => Reply, now: number): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ChargesRefused) return kazooLike402(error);
    if (error instanceof Refusal) return failure(now, error);
    throw error;
  }
}

function kazooLike402(refusal: ChargesRefused): Reply {
  const data = Object.fromEntries(refusal.items.map((item) => [item, { quantity: 1 }]));
  return json(402, { data, error: "402", message: refusal.message, status: "error" });
}

function splitPath(path: string): { readonly pathname: string; readonly query: URLSearchParams } {
  const at = path.indexOf("?");
  if (at < 0) return { pathname: path, query: new URLSearchParams() };
  return { pathname: path.slice(0, at), query: new URLSearchParams(path.slice(at + 1)) };
}

function checkContentType(request: WireRequest): void {
  if (request.method !== "POST" && request.method !== "PATCH") return;
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/(json|json-patch\+json)\b/i.test(type))
    throw new Refusal(415, "Unsupported Media Type");
}
