import type { Change } from "../../model/plan/change.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import type { ChangeJournal } from "./intents.ts";
import { describeLoss, writeOnce, type ConfirmedWrite, type RecoverableWrite } from "./recover.ts";
import type { WaitOptions } from "./wait.ts";

/** One write, as its handler describes it: how it is sent and read back, and what is particular about its object. */
export interface Step<Live> extends RecoverableWrite<Live> {
  readonly change: Change;
  /** Changes that travel inside the request: they are begun with it. */
  readonly carries?: readonly Change[];
  /** For a create: what to do with an object that is there already. */
  readonly existing?: Existing<Live>;
  /** What follows before the change counts as written, e.g. an enabling; without it the change is done. */
  readonly after?: (written: ConfirmedWrite<Live>) => Promise<Outcome>;
}

/** How to find an object that somebody has created meanwhile, and what becomes of its create then. */
interface Existing<Live> {
  readonly find: () => Promise<Live | undefined>;
  readonly takeOver: (live: Live) => Promise<Outcome>;
}

/** Throws what sending, reading back and the step's own functions throw; the change is then recorded as begun. */
export type Perform = <Live>(step: Step<Live>) => Promise<Outcome>;

/** The one order of every write: look, record the begin, send, recover a lost reply, finish, record the end. */
export function createPerform(journal: ChangeJournal, wait: WaitOptions): Perform {
  return async (step) => {
    const there = await step.existing?.find();
    const outcome =
      step.existing && there !== undefined
        ? await step.existing.takeOver(there)
        : await send(step, journal, wait);
    await journal.confirm(step.change);
    return outcome;
  };
}

async function send<Live>(step: Step<Live>, journal: ChangeJournal, wait: WaitOptions): Promise<Outcome> {
  for (const change of [step.change, ...(step.carries ?? [])]) await journal.begin(change);
  const written = await writeOnce(step, wait);
  return step.after ? step.after(written) : doneBy(written);
}

/** A change that its write, or a `later` request of the same change, has carried out. */
export function doneBy<Live>(written: ConfirmedWrite<Live>, later?: RequestNote): Outcome {
  const request = later ?? written.request;
  return { status: "done", request, ...(written.recovered && { note: describeLoss(written.request) }) };
}
