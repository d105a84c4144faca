import type { StateStore, StoredTokens } from "../../model/ports/state.ts";
import { service } from "../service-diagnostic.ts";
import { tokensIn, withTokens } from "./stored-tokens.ts";
import { applicableTokens, type ChoiceContext } from "./token-choice.ts";

/** The kept tokens of one environment, as far as a run may use them. */
export interface KeptTokens {
  /** None when there are none, or none that fit this run. */
  read(): Promise<StoredTokens>;
  /** Runs `work` while nobody else in this process or another changes them. `save` resolves when the tokens are durable. */
  exclusive<Result>(
    work: (kept: StoredTokens, save: SaveTokens, provePlace: ProvePlace) => Promise<Result>,
  ): Promise<Result>;
}

/** Resolves when the store has just been written to, with what it held; throws when tokens could not be kept there. */
export type ProvePlace = () => Promise<void>;

/** Keeps these tokens in place of those that were there. */
export type SaveTokens = (tokens: StoredTokens) => Promise<void>;

/** The tokens that the store keeps for an environment. Throws the store's DiagnosticsErrors. */
export function keptTokens(store: StateStore, environmentKey: string, choice: ChoiceContext): KeptTokens {
  return {
    read: async () => applicableTokens(tokensIn(await store.read(), environmentKey), choice),
    exclusive: async (work) =>
      await store.exclusive(async (document, save) => {
        const kept = applicableTokens(tokensIn(document, environmentKey), choice);
        const provePlace = async (): Promise<void> => {
          if (store.isForgetful === true) throw service(NO_PLACE);
          await save(document);
        };
        return await work(
          kept,
          async (tokens) => await save(withTokens(document, environmentKey, tokens)),
          provePlace,
        );
      }),
  };
}

const NO_PLACE = {
  code: "tokens-no-place",
  summary: "DIMENSIONS_REFRESH_TOKEN was not used: the token that replaces it could not be saved",
  hint: "set DIMCTL_STATE_DIR to a writable directory, or `state` in dimctl.yaml to encrypted or git",
};
