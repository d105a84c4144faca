import type { StateStore, StoredTokens } from "../../model/ports/state.ts";
import { tokensIn, withTokens } from "./stored-tokens.ts";
import { applicableTokens, type ChoiceContext } from "./token-choice.ts";

/** The kept tokens of one environment, as far as a run may use them. */
export interface KeptTokens {
  /** None when there are none, or none that fit this run. */
  read(): Promise<StoredTokens>;
  /** Runs `work` while nobody else in this process or another changes them. `save` resolves when the tokens are durable. */
  exclusive<Result>(work: (kept: StoredTokens, save: SaveTokens) => Promise<Result>): Promise<Result>;
}

/** Keeps these tokens in place of those that were there. */
export type SaveTokens = (tokens: StoredTokens) => Promise<void>;

/** The tokens that the store keeps for an environment. Throws the store's DiagnosticsErrors. */
export function keptTokens(store: StateStore, environmentKey: string, choice: ChoiceContext): KeptTokens {
  return {
    read: async () => applicableTokens(tokensIn(await store.read(), environmentKey), choice),
    exclusive: async (work) =>
      await store.exclusive(async (document, save) => {
        const kept = applicableTokens(tokensIn(document, environmentKey), choice);
        return await work(kept, async (tokens) => await save(withTokens(document, environmentKey, tokens)));
      }),
  };
}
