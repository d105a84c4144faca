import type { CreatePbx, ObjectKey } from "../../model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx } from "../../model/customer/desired.ts";
import type { ObservedPbx, PresentCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";
import { diffFields, fieldsToCreate, identify, type LiveObject } from "../diff-fields.ts";
import { mergeDiffs, unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { matchPbxs, type PbxMatch } from "./match-pbxs.ts";

/** The PBXs of a customer that is there. */
export function diffPbxs(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Diff {
  if (!desired.pbxs) return mergeDiffs([]);
  const own = live.instances.filter(({ tenantId }) => tenantId === live.tenantId);
  const { matches, unnamed } = matchPbxs(desired.pbxs, live.pbxs, own);
  const customer = identify(desired, live);
  const diffs = matches.map((match) => diffPbx(match, customer, context));
  return mergeDiffs([...diffs, leftAlone(unnamed)]);
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
  if (others.length > 0) return ambiguous(match, context);
  if (match.desired.state === "absent") return found ? deletePbx(match, found, context) : unchangedDiff(1);
  if (!found) return { ...unchangedDiff(0), changes: [createPbx(match.desired, false, context)] };
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
    kind: "pbx",
    action: "update",
    key: pbxKey(desired.name),
    ...(isRename && { formerKey: pbxKey(found.name) }),
    wave: 2,
    reason: isRename ? "renamed" : diff.reasonOf(diff.changes),
    fields: diff.changes,
    at: context.locate(desired.origin),
    pbxId: found.id,
    name: desired.name,
  };
  const hasChanges = diff.changes.length > 0;
  return {
    changes: hasChanges ? [change] : [],
    unchanged: hasChanges ? 0 : 1,
    declared: diff.declared,
    notCompared: diff.notCompared,
    notes: [],
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
  const desiredValue = { kind: "plain", value: true } as const;
  if (desired.fields.has("enabled") || live.fields.get("enabled") === true) return desired.fields;
  if (context.lookupLastWritten(live.customer, live.key, "enabled", desiredValue) !== "pending")
    return desired.fields;
  return new Map([...desired.fields, ["enabled", { value: desiredValue, origin: desired.origin }]]);
}

function createPbx(pbx: DesiredPbx, inside: boolean, context: PlanContext): Omit<CreatePbx, "risks"> {
  const enabled = pbx.fields.get("enabled")?.value;
  return {
    kind: "pbx",
    action: "create",
    key: pbxKey(pbx.name),
    wave: 2,
    reason: "not-in-dimensions",
    fields: fieldsToCreate("pbx", pbx.fields),
    at: context.locate(pbx.origin),
    type: pbx.type,
    wireType: pbx.wireType,
    name: pbx.name,
    inside,
    // A4: a profile is created disabled; without the key the manifest wants it enabled.
    enable: !(enabled?.kind === "plain" && enabled.value === false),
    ...(pbx.instanceId !== undefined && { instanceId: pbx.instanceId }),
  };
}

function deletePbx(match: PbxMatch, found: ObservedPbx, context: PlanContext): Diff {
  const change: UnassessedChange = {
    kind: "pbx",
    action: "delete",
    key: pbxKey(found.name),
    wave: 6,
    reason: "declared-absent",
    fields: [],
    at: context.locate(match.desired.origin),
    pbxId: found.id,
    name: found.name,
  };
  return { ...unchangedDiff(0), changes: [change] };
}

/** Two live profiles of the declared name: reported, never guessed. */
function ambiguous(match: PbxMatch, context: PlanContext): Diff {
  const [first] = match.live;
  if (!first) return unchangedDiff(0);
  const change: UnassessedChange = {
    kind: "pbx",
    action: "update",
    key: pbxKey(match.desired.name),
    wave: 2,
    reason: "field-differs",
    fields: [],
    at: context.locate(match.desired.origin),
    pbxId: first.id,
    name: match.desired.name,
    hold: { why: "ambiguous", detail: `${match.live.length} PBXs in Dimensions have this name` },
  };
  return { ...unchangedDiff(0), changes: [change] };
}

function leftAlone(unnamed: readonly ObservedPbx[]): Diff {
  if (unnamed.length === 0) return unchangedDiff(0);
  const noun = unnamed.length === 1 ? "1 more PBX" : `${unnamed.length} more PBXs`;
  return {
    ...unchangedDiff(0),
    notes: [
      {
        code: "left-alone",
        text: `${noun} in Dimensions, left as ${unnamed.length === 1 ? "it is" : "they are"}`,
      },
    ],
  };
}

function pbxKey(name: string): ObjectKey {
  return `pbx:${name}`;
}
