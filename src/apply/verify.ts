import type { Change, FieldChange, ObjectKey } from "../model/plan/change.ts";
import { defined } from "../model/json/defined.ts";
import { isUnknown, toJson, type PlainValue } from "../model/customer/value.ts";
import type { RemainingDiff } from "../model/plan/outcome.ts";
import type { CustomerPlan } from "../model/plan/plan.ts";
import { ApiError } from "../remote/api.ts";
import type { ApplyOptions } from "./context/options.ts";

/** How often a difference that may be a lagging list is looked at again. */
const MAX_LOOKS = 6;
const FIRST_PAUSE_MS = 300;

/**
 * Observes a customer once more after its last wave and plans it again: what of the done changes is still planned is what
 * the service has changed, dropped or refused. So a permanent difference is found at its first apply.
 */
export async function verify(
  done: readonly Change[],
  plan: CustomerPlan,
  options: ApplyOptions,
): Promise<readonly RemainingDiff[]> {
  if (done.length === 0 || options.stop.aborted) return [];
  try {
    return await lookUntilUnchanged(done, plan, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === "unauthorised") throw error;
    return [unverified(error)];
  }
}

/** Lists may lag behind a write by some seconds, so a difference is believed only when it stays. */
async function lookUntilUnchanged(
  done: readonly Change[],
  plan: CustomerPlan,
  { clock, stop, settleTimeMs, planAgain }: ApplyOptions,
): Promise<readonly RemainingDiff[]> {
  const end = clock.now() + settleTimeMs;
  for (let looks = 1; ; looks += 1) {
    const again = await planAgain(plan);
    const remaining = listRemaining(done, withoutNews(again, plan));
    const isLate = looks >= MAX_LOOKS || clock.now() >= end || stop.aborted;
    if (remaining.length === 0 || isLate) return remaining;
    await clock.sleep(FIRST_PAUSE_MS * 2 ** (looks - 1), stop);
  }
}

function listRemaining(done: readonly Change[], again: CustomerPlan): readonly RemainingDiff[] {
  if (again.status === "deleting") return [];
  if (again.status === "ambiguous" || again.status === "unreadable") {
    const text = `could not be verified after the apply: ${again.why ?? again.status}`;
    return [{ object: "customer", field: "", wanted: null, text }];
  }
  const keys = new Set(done.map((change) => change.key));
  const unclear = again.blocked.filter(({ key }) => keys.has(key));
  return [
    ...unclear.map(({ key, detail }) => missing(key, `could not be verified after the apply: ${detail}`)),
    ...again.changes.filter((change) => keys.has(change.key) && wasDone(change, done)).flatMap(describe),
  ];
}

/**
 * The GET behind this look may show customer fields that the list behind the plan did not (A6). What such a field holds was
 * not promised and not touched: no plan would name it, so it leaves nothing undone.
 */
function withoutNews(again: CustomerPlan, { changes, coverage }: CustomerPlan): CustomerPlan {
  const written = changes.flatMap((change) => (change.kind === "customer" ? change.fields : []));
  const isNews = ({ name }: FieldChange): boolean =>
    coverage.notCompared.some(({ path }) => path === name) && !written.some((field) => field.name === name);
  const kept = again.changes.map((change) =>
    change.kind === "customer" && change.action === "update"
      ? { ...change, fields: change.fields.filter((field) => !isNews(field)) }
      : change,
  );
  return { ...again, changes: kept };
}

/** A change of the same object that was not part of what was done (held, or of a later plan) is no remaining difference. */
function wasDone(left: Change, done: readonly Change[]): boolean {
  return done.some(
    (change) => change.key === left.key && (change.wave === left.wave || left.action === "create"),
  );
}

function describe(change: Change): readonly RemainingDiff[] {
  if (change.action === "create")
    return [missing(change.key, `${change.key} was created, but Dimensions does not show it`)];
  if (change.action === "delete")
    return [missing(change.key, `${change.key} was deleted, but Dimensions still shows it`)];
  const fields = change.fields.map((field) => remainingField(change, field));
  return change.kind === "user" ? [...fields, ...remainingRoles(change)] : fields;
}

function missing(object: ObjectKey, text: string): RemainingDiff {
  return { object, field: "", wanted: null, text };
}

function remainingField(change: Change, { name, before, after }: FieldChange): RemainingDiff {
  const stored = isUnknown(before) ? undefined : before;
  return {
    object: change.key,
    field: name,
    wanted: after,
    ...defined({ stored }),
    text:
      stored === undefined
        ? `Dimensions does not show ${name} of ${change.key}`
        : `Dimensions stores ${name} of ${change.key} as "${asText(stored)}"`,
  };
}

function remainingRoles(change: Extract<Change, { kind: "user" }>): readonly RemainingDiff[] {
  const { held = [], add, remove } = change.roles;
  const common = { object: change.key, field: "roles", wanted: [...add], stored: [...held] };
  const dropped =
    add.length > 0 ? [{ ...common, text: `Dimensions dropped ${add.join(", ")} of ${change.key}` }] : [];
  const kept =
    remove.length > 0
      ? [{ ...common, text: `Dimensions still keeps ${remove.join(", ")} of ${change.key}` }]
      : [];
  return [...dropped, ...kept];
}

function unverified(error: ApiError): RemainingDiff {
  const text = `applied, but could not be verified: ${error.message}`;
  return { object: "customer", field: "", wanted: null, text };
}

function asText(value: PlainValue): string {
  return typeof value === "string" ? value : JSON.stringify(toJson(value));
}
