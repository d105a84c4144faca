import type { CreatePbx, ObjectKey } from "../../model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx } from "../../model/customer/desired.ts";
import type { ObservedPbx, PresentCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";
import { diffFields, fieldsToCreate, identify, type LiveObject } from "../diff-fields.ts";
import { joinDrafts, settled, type Draft, type Unweighed } from "../draft.ts";
import { matchPbxs, type PbxMatch } from "./match-pbxs.ts";

/** The PBXs of a customer that is there. */
export function diffPbxs(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Draft {
  if (!desired.pbxs) return joinDrafts([]);
  const own = live.instances.filter(({ tenantId }) => tenantId === live.tenantId);
  const { matches, unnamed } = matchPbxs(desired.pbxs, live.pbxs, own);
  const customer = identify(desired, live);
  const drafts = matches.map((match) => diffPbx(match, customer, context));
  return joinDrafts([...drafts, leftAlone(unnamed)]);
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

function diffPbx(match: PbxMatch, customer: LiveObject["customer"], context: PlanContext): Draft {
  const [found, ...others] = match.live;
  if (others.length > 0) return ambiguous(match, context);
  if (match.desired.state === "absent") return found ? deletePbx(match, found, context) : settled(1);
  if (!found) return { ...settled(0), changes: [createPbx(match.desired, false, context)] };
  return updatePbx(match, found, customer, context);
}

function updatePbx(
  match: PbxMatch,
  found: ObservedPbx,
  customer: LiveObject["customer"],
  context: PlanContext,
): Draft {
  const { desired, index } = match;
  const live: LiveObject = { kind: "pbx", customer, key: keyOf(found.name), fields: found.fields };
  const diff = diffFields(withUnfinishedEnable(desired, live, context), live, `pbxs[${index}].`, context);
  const isRename = found.name !== desired.name;
  const change: Unweighed = {
    kind: "pbx",
    action: "update",
    key: keyOf(desired.name),
    ...(isRename && { formerKey: keyOf(found.name) }),
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
    remarks: [],
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
  const wish = { kind: "plain", value: true } as const;
  if (desired.fields.has("enabled") || live.fields.get("enabled") === true) return desired.fields;
  if (context.recall(live.customer, live.key, "enabled", wish) !== "pending") return desired.fields;
  return new Map([...desired.fields, ["enabled", { wish, origin: desired.origin }]]);
}

function createPbx(pbx: DesiredPbx, inside: boolean, context: PlanContext): Omit<CreatePbx, "risks"> {
  const enabled = pbx.fields.get("enabled")?.wish;
  return {
    kind: "pbx",
    action: "create",
    key: keyOf(pbx.name),
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

function deletePbx(match: PbxMatch, found: ObservedPbx, context: PlanContext): Draft {
  const change: Unweighed = {
    kind: "pbx",
    action: "delete",
    key: keyOf(found.name),
    wave: 6,
    reason: "declared-absent",
    fields: [],
    at: context.locate(match.desired.origin),
    pbxId: found.id,
    name: found.name,
  };
  return { ...settled(0), changes: [change] };
}

/** Two live profiles of the declared name: reported, never guessed. */
function ambiguous(match: PbxMatch, context: PlanContext): Draft {
  const [first] = match.live;
  if (!first) return settled(0);
  const change: Unweighed = {
    kind: "pbx",
    action: "update",
    key: keyOf(match.desired.name),
    wave: 2,
    reason: "field-differs",
    fields: [],
    at: context.locate(match.desired.origin),
    pbxId: first.id,
    name: match.desired.name,
    hold: { why: "ambiguous", detail: `${match.live.length} PBXs in Dimensions have this name` },
  };
  return { ...settled(0), changes: [change] };
}

function leftAlone(unnamed: readonly ObservedPbx[]): Draft {
  if (unnamed.length === 0) return settled(0);
  const noun = unnamed.length === 1 ? "1 more PBX" : `${unnamed.length} more PBXs`;
  return {
    ...settled(0),
    remarks: [
      {
        code: "left-alone",
        text: `${noun} in Dimensions, left as ${unnamed.length === 1 ? "it is" : "they are"}`,
      },
    ],
  };
}

function keyOf(name: string): ObjectKey {
  return `pbx:${name}`;
}
