import { DiagnosticsError } from "../../model/diagnostic.ts";
import { liveId, type Change, type Hold } from "../../model/plan/change.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import { ApiError } from "../../remote/api.ts";
import type { ChangeJournal } from "./intents.ts";
import { EndedError, HeldError } from "./held-error.ts";
import { describeLoss, writeOnce, type ConfirmedWrite, type RecoverableWrite } from "./recover.ts";
import type { WaitOptions } from "./wait.ts";

/** One write, as its handler describes it: how it is sent and read back, and what is particular about its object. */
export interface Step<Live> extends RecoverableWrite<Live> {
  readonly change: Change;
  /** The id of the live object, where neither the change nor what was found says it. */
  readonly objectId?: string;
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

/** The one order of every write: look, record the begin, send, recover a lost reply, look again after a refused create, finish, record the end. */
export function createPerform(journal: ChangeJournal, wait: WaitOptions): Perform {
  return async (step) => {
    const there = await step.existing?.find();
    const { outcome, live } =
      step.existing && there !== undefined
        ? { outcome: await step.existing.takeOver(there), live: there }
        : await send(step, journal, wait);
    await keep(
      () => journal.confirm(step.change, step.objectId ?? liveId(step.change) ?? readId(live)),
      outcome,
    );
    return outcome;
  };
}

/** A create's reply is the object; a patch and a delete answer with none. */
function readId(live: unknown): string | undefined {
  const hasId = typeof live === "object" && live !== null && "id" in live;
  return hasId && typeof live.id === "string" ? live.id : undefined;
}

async function send<Live>(
  step: Step<Live>,
  journal: ChangeJournal,
  wait: WaitOptions,
): Promise<{ readonly outcome: Outcome; readonly live: unknown }> {
  for (const change of [step.change, ...(step.carries ?? [])])
    await keep(() => journal.begin(change), { status: "held", hold: NOT_RECORDED });
  try {
    const written = await writeOnce(step, wait);
    const outcome = step.after ? await step.after(written) : doneBy(written);
    return { outcome, live: written.live };
  } catch (error) {
    if (!step.existing) throw error;
    const there = await findRefused(step, error);
    if (there === undefined) throw error;
    return { outcome: await step.existing.takeOver(there), live: there };
  }
}

/** A create that was refused though it was carried out: the object was not there before, so one look tells. */
async function findRefused<Live>(step: Step<Live>, error: unknown): Promise<Live | undefined> {
  if (!(error instanceof ApiError) || error.kind !== "refused" || error.request.method !== "POST") {
    return undefined;
  }
  try {
    return await step.readBack();
  } catch (other) {
    // The refusal is the answer when the look tells nothing.
    if (other instanceof ApiError || other instanceof HeldError) return undefined;
    throw other;
  }
}

/** Nothing is sent that is not recorded, and what was sent is not denied because its record failed. Throws an EndedError. */
async function keep(record: () => Promise<void>, outcome: Outcome): Promise<Outcome> {
  try {
    await record();
    return outcome;
  } catch (error) {
    throw error instanceof DiagnosticsError ? new EndedError(outcome, error) : error;
  }
}

const NOT_RECORDED: Hold = { why: "not-started", detail: "the state could not be written" };

/** A change that its write, or a `later` request of the same change, has carried out. */
export function doneBy<Live>(written: ConfirmedWrite<Live>, later?: RequestNote): Outcome {
  const request = later ?? written.request;
  return { status: "done", request, ...(written.recovered && { note: describeLoss(written.request) }) };
}
