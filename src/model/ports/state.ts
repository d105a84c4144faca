import type { EnvironmentState, StateDocument } from "#schemas/state";

/** What survives a run, as schemas/internal/state.schema.json declares it. */
export type {
  EnvironmentState,
  RememberedCustomer,
  RememberedObject,
  StateDocument,
  StoredTokens,
} from "#schemas/state";

/** An environment of which nothing is known. */
export const EMPTY_ENVIRONMENT: EnvironmentState = { customers: {}, deleted: [], spentPlans: [] };
/** The state before the first run. */
export const EMPTY_STATE: StateDocument = { version: 1, environments: {} };

/** Where the document is kept. Errors are DiagnosticsErrors. */
export interface StateStore {
  /** The newest document; EMPTY_STATE when there is none yet. */
  read(): Promise<StateDocument>;
  /**
   * Runs `work` while nobody else, in this process or another, can: it gets the newest document, and `save` makes a new one
   * durable before it resolves. Two refreshes of one token can therefore never happen (A10).
   */
  exclusive<T>(
    work: (document: StateDocument, save: (document: StateDocument) => Promise<void>) => Promise<T>,
  ): Promise<T>;
  /** Where it is, for `doctor`: a path or a ref; holds no secret. */
  readonly location: string;
}
