import type { Random } from "../../model/ports/clock.ts";
import type { WireRequest } from "../../model/ports/wire.ts";
import type { Signer } from "./id-token.ts";
import type { EmulatorState } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** A request to the login host (CONTRACT.md section 2), which the emulator serves on the same address. */
export interface OauthContext {
  readonly state: EmulatorState;
  readonly switches: Switches;
  readonly random: Random;
  /** ms since 1970 */
  readonly now: number;
  /** The issuer. */
  readonly baseUrl: string;
  readonly signer: Signer;
  readonly request: WireRequest;
  readonly pathname: string;
  readonly query: URLSearchParams;
}
