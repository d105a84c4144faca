import type { CreatePbx, ObjectKey } from "../../model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx } from "../../model/customer/desired.ts";
import type { ObservedPbx, PresentCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";
import { diffFields, fieldsToCreate, identify, type LiveObject } from "../diff-fields.ts";
import { defined } from "../../model/json/defined.ts";
import { EMPTY_DIFF, mergeDiffs, unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { matchPbxs, type PbxMatch } from "./match-pbxs.ts";

/** The PBXs of a customer that is there. */
export function diffPbxs(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Diff {
  if (!desired.pbxs) return mergeDiffs([]);
  const own = live.instances.filter(({ tenantId }) => tenantId === live.tenantId);
  const { matches, unnamed } = matchPbxs(desired.pbxs, live.pbxs, own);
  const customer = identify(desired, live);
  const diffs = matches.map((match) => diffPbx(match, customer, context));
  return mergeDiffs([...diffs, noteUnlisted(unnamed)]);
}

/** The PBXs of a customer that is to be created; the first travels inside the create (A2). */
export function createPbxs(
  desired: DesiredCustomer,
  context: PlanContext,
): readonly Omit<CreatePbx, "risks">[] {
  return (desired.pbxs ?? [])
    .filter((pbx) => pbx.state === "present")
    .map((pbx, index) => createPbx(pbx, index === 0, context));
}

function diffPbx(match: PbxMatch, customer: LiveObject["customer"], context: PlanContext): Diff {
  const [found, ...others] = match.live;
  if (others.length > 0) return blocked(match, context);
  if (match.desired.state === "absent") return found ? deletePbx(match, found, context) : unchangedDiff(1);
  if (!found) return { ...EMPTY_DIFF, changes: [createPbx(match.desired, false, context)] };
  return updatePbx(match, found, customer, context);
}

function updatePbx(
  match: PbxMatch,
  found: ObservedPbx,
  customer: LiveObject["customer"],
  context: PlanContext,
): Diff {
  const { desired, index } = match;
  const live: LiveObject = { kind: "pbx", customer, key: pbxKey(found.name), fields: found.fields };
  const diff = diffFields(withUnfinishedEnable(desired, live, context), live, `pbxs[${index}].`, context);
  const isRename = found.name !== desired.name;
  const change: UnassessedChange = {
    action: "update",
    kind: "pbx",
    key: pbxKey(desired.name),
    ...defined({ formerKey: isRename ? pbxKey(found.name) : undefined }),
    objectId: found.id,
    name: desired.name,
    wave: 2,
    reason: isRename ? "renamed" : diff.reasonOf(diff.changes),
    fields: diff.changes,
    at: context.locate(desired.origin),
  };
  const hasChanges = diff.changes.length > 0;
  return {
    ...EMPTY_DIFF,
    changes: hasChanges ? [change] : [],
    unchanged: hasChanges ? 0 : 1,
    declared: diff.declared,
    notCompared: diff.notCompared,
  };
}

/**
 * A create enables its profile even where the manifest does not say so (A4). When the run that created it was killed in
 * between, the memory has the enabling as begun: it is finished then, though the manifest leaves `enabled` unmanaged.
 */
function withUnfinishedEnable(
  desired: DesiredPbx,
  live: LiveObject,
  context: PlanContext,
): DesiredPbx["fields"] {
  if (desired.fields.has("enabled") || live.fields.get("enabled") === true) return desired.fields;
  if (context.lookupLastWritten(live.customer, live.key, "enabled", true) !== "pending")
    return desired.fields;
  return new Map([...desired.fields, ["enabled", { value: true, origin: desired.origin }]]);
}

function createPbx(pbx: DesiredPbx, inside: boolean, context: PlanContext): Omit<CreatePbx, "risks"> {
  // A4: a profile is created disabled; without the key the manifest wants it enabled.
  const isWantedOn = pbx.fields.get("enabled")?.value !== false;
  return {
    action: "create",
    kind: "pbx",
    key: pbxKey(pbx.name),
    type: pbx.type,
    wireType: pbx.wireType,
    name: pbx.name,
    ...defined({ instanceId: pbx.instanceId }),
    wave: 2,
    reason: "not-in-dimensions",
    fields: fieldsToCreate(pbx.fields),
    ...defined({ inside: inside ? true : undefined, enable: isWantedOn ? true : undefined }),
    at: context.locate(pbx.origin),
  };
}

function deletePbx(match: PbxMatch, found: ObservedPbx, context: PlanContext): Diff {
  const change: UnassessedChange = {
    action: "delete",
    kind: "pbx",
    key: pbxKey(found.name),
    objectId: found.id,
    name: found.name,
    wave: 6,
    reason: "declared-absent",
    fields: [],
    at: context.locate(match.desired.origin),
  };
  return { ...EMPTY_DIFF, changes: [change] };
}

/** Several live profiles of the declared name: reported, never guessed. */
function blocked({ desired, live }: PbxMatch, context: PlanContext): Diff {
  const detail = `${live.length} live PBXs have this name`;
  const at = context.locate(desired.origin);
  return {
    ...EMPTY_DIFF,
    blocked: [{ kind: "pbx", key: pbxKey(desired.name), reason: "ambiguous", detail, at }],
  };
}

function noteUnlisted(unnamed: readonly ObservedPbx[]): Diff {
  if (unnamed.length === 0) return EMPTY_DIFF;
  const noun = unnamed.length === 1 ? "1 more PBX" : `${unnamed.length} more PBXs`;
  return {
    ...EMPTY_DIFF,
    notes: [
      {
        code: "left-alone",
        text: `${noun} in Dimensions: unmanaged (ignored)`,
      },
    ],
  };
}

function pbxKey(name: string): ObjectKey {
  return `pbx:${name}`;
}
