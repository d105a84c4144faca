import type { DesiredPbx } from "../../model/customer/desired.ts";
import type { AttachedInstance, ObservedPbx } from "../../model/customer/observed.ts";

/** A declared profile with the live one it means. */
export interface PbxMatch {
  readonly desired: DesiredPbx;
  /** Its place in the manifest's list, for coverage lines. */
  readonly index: number;
  /** One: the match. None: it does not exist. Several: live profiles share the name, which is an ambiguity. */
  readonly live: readonly ObservedPbx[];
}

/** The declared profiles with their live ones, and the rest. */
export interface PbxMatches {
  readonly matches: readonly PbxMatch[];
  /** Live profiles that the manifest does not name. */
  readonly unnamed: readonly ObservedPbx[];
}

/**
 * Profiles are matched by name; when the instance check knows the declared PBX under another name of this customer, or
 * one declared and one live profile of a type are left over, that is a rename (ARCHITECTURE.md, The manifest). `own` are the
 * instances that are attached to this customer.
 */
export function matchPbxs(
  desired: readonly DesiredPbx[],
  live: readonly ObservedPbx[],
  own: readonly AttachedInstance[] = [],
): PbxMatches {
  const byName = desired.map((pbx, index) => ({
    desired: pbx,
    index,
    live: live.filter((candidate) => candidate.name === pbx.name),
  }));
  const named = new Set(byName.flatMap((match) => match.live));
  const byInstance = byName.map((match) => ({
    ...match,
    live: sameInstance(match, named, live, own) ?? match.live,
  }));
  const taken = new Set(byInstance.flatMap((match) => match.live));
  const leftOver = live.filter((candidate) => !taken.has(candidate));
  const matches = byInstance.map((match) => {
    const renamed = findRename(match, byInstance, leftOver);
    return renamed ? { ...match, live: [renamed] } : match;
  });
  const matched = new Set(matches.flatMap((match) => match.live));
  return { matches, unnamed: live.filter((candidate) => !matched.has(candidate)) };
}

/** The profile, under whatever name, that the instance check says is the declared PBX; a second one is never made. */
function sameInstance(
  { desired, live }: PbxMatch,
  named: ReadonlySet<ObservedPbx>,
  all: readonly ObservedPbx[],
  own: readonly AttachedInstance[],
): readonly ObservedPbx[] | undefined {
  if (live.length > 0 || desired.state === "absent" || desired.instanceId === undefined) return undefined;
  const attached = own.find((instance) => instance.instanceId === desired.instanceId);
  const found = all.find((candidate) => candidate.id === attached?.pbxId && !named.has(candidate));
  return found && [found];
}

function findRename(
  match: PbxMatch,
  all: readonly PbxMatch[],
  leftOver: readonly ObservedPbx[],
): ObservedPbx | undefined {
  if (match.live.length > 0 || match.desired.state === "absent") return undefined;
  const { wireType } = match.desired;
  const rivals = all.filter(
    (other) =>
      other.live.length === 0 && other.desired.state === "present" && other.desired.wireType === wireType,
  );
  const candidates = leftOver.filter((candidate) => candidate.wireType === wireType);
  return rivals.length === 1 && candidates.length === 1 ? candidates[0] : undefined;
}
