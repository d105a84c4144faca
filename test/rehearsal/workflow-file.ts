import type { Contexts } from "./expressions.ts";

/** What the rehearsal reads of a workflow's or an action's file, and what it is told beside. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly steps: readonly Step[];
  readonly permissions: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** What an action that is not ours does here, by its name without the pin. */
export type Played = (inputs: Readonly<Record<string, string>>, workspace: string) => void;

/** A job to be played: the file and the job's name are of the repository, everything else is what GitHub would add. */
export interface Play {
  readonly workflow: string;
  readonly job: string;
  readonly contexts: Contexts;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, Played>>;
}
