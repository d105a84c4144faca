import type { CustomerManifest } from "#schemas/customer";
import { codeSpan, quoted, type ManifestDiagnostic } from "../manifest-diagnostic.ts";
import { secretPrefix } from "../secret-shape.ts";
import { error, warning } from "./rule.ts";
import { namedSecrets } from "./secrets.ts";

/** What the rules about all manifests together need of one; `manifest` is there when the file fits the schema. */
export interface Member {
  readonly file: string;
  readonly reference: string;
  readonly manifest?: CustomerManifest;
  readonly push: (fault: ManifestDiagnostic) => void;
}

/** A reference is one customer: two files cannot both say what it should be. */
export function uniqueReferences(members: readonly Member[]): void {
  const exact = groupBy(members, (member) => member.reference);
  for (const twins of exact.values()) {
    for (const member of twins.length > 1 ? twins : []) {
      const files = twins.filter((twin) => twin !== member).map((twin) => twin.file);
      const hint = `also in ${files.slice(0, 3).join(", ")}`;
      const summary = `reference ${quoted(member.reference)} is duplicated`;
      member.push(error("duplicate-reference", ["reference"], summary, { hint }));
    }
  }
  for (const twins of groupBy(members, (member) => member.reference.toLowerCase()).values()) {
    for (const member of twins) {
      const other = twins.find((twin) => twin.reference !== member.reference);
      if (other === undefined) continue;
      const summary = `reference ${quoted(member.reference)} differs from ${quoted(other.reference)} only in case`;
      member.push(
        warning("similar-reference", ["reference"], summary, { hint: `the other manifest is ${other.file}` }),
      );
    }
  }
}

/** ACME-1 and ACME_1 have the same prefix: each would reach the secrets of the other. */
export function uniqueSecretPrefixes(members: readonly Member[]): void {
  for (const [prefix, twins] of groupBy(members, ({ reference }) => secretPrefix(reference))) {
    for (const member of sharesPrefix(prefix, twins) ? twins : []) {
      const other = twins.find(({ reference }) => reference !== member.reference);
      if (other === undefined) continue;
      const summary = `references ${quoted(member.reference)} and ${quoted(other.reference)} have the same secret prefix ${codeSpan(prefix)}`;
      const hint = `change one of them; the other manifest is ${other.file}`;
      member.push(error("same-secret-prefix", ["reference"], summary, { hint }));
    }
  }
}

/** References in another script may have a prefix of `_` alone, which matters only where one of them names a secret. */
function sharesPrefix(prefix: string, twins: readonly Member[]): boolean {
  const isAscii = twins.every(({ reference }) => /^[\x20-\x7E]+$/.test(reference));
  return isAscii || twins.some(({ manifest }) => manifest !== undefined && namesOwn(manifest, prefix));
}

function namesOwn(manifest: CustomerManifest, prefix: string): boolean {
  return namedSecrets(manifest).some(({ name }) => typeof name === "string" && name.startsWith(prefix));
}

/** `previouslyReference` is what nobody is called any more. */
export function previousReferences(members: readonly Member[]): void {
  const owners = new Map(members.map((member) => [member.reference, member]));
  const followed = new Map<string, Member>();
  for (const member of members) {
    const previous = member.manifest?.previouslyReference;
    if (previous === undefined) continue;
    const other = owners.get(previous) ?? followed.get(previous);
    followed.set(previous, member);
    if (other === undefined) continue;
    const summary = `previous reference ${quoted(previous)} belongs to another manifest`;
    const hint = other === member ? "remove it" : `the other manifest is ${other.file}`;
    member.push(error("previous-reference-taken", ["previouslyReference"], summary, { hint }));
  }
}

/** ACME may name ACME_KEY, but not ACME_0042_KEY when there is an ACME-0042: the longest prefix owns a name. */
export function ownSecrets(members: readonly Member[], sharedSecrets: readonly string[]): void {
  const owners = new Map(members.map((member) => [secretPrefix(member.reference), member]));
  for (const member of members) {
    const own = secretPrefix(member.reference);
    for (const { name, path } of member.manifest === undefined ? [] : namedSecrets(member.manifest)) {
      if (typeof name !== "string" || sharedSecrets.includes(name) || !name.startsWith(own)) continue;
      const owner = findOwner(name, own, owners);
      if (owner === undefined) continue;
      const summary = `secret ${codeSpan(name)} belongs to ${quoted(owner.reference)}`;
      member.push(error("foreign-secret", [...path, "secret"], summary, { hint: "use another name" }));
    }
  }
}

/** The customer with a longer prefix of the name than `own`; looked up at each `_`, so a fleet costs nothing. */
function findOwner(name: string, own: string, owners: ReadonlyMap<string, Member>): Member | undefined {
  for (let end = name.indexOf("_", own.length); end !== -1; end = name.indexOf("_", end + 1)) {
    const owner = owners.get(name.slice(0, end + 1));
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** The import of one PBX fills one customer. */
export function uniquePbxAccounts(members: readonly Member[]): void {
  const places = members.flatMap((member) =>
    (member.manifest?.pbxs ?? []).flatMap((pbx, index) =>
      pbx.accountId === undefined || pbx.state === "absent" ? [] : [{ member, index, id: pbx.accountId }],
    ),
  );
  for (const [id, twins] of groupBy(places, (place) => place.id)) {
    for (const { member, index } of twins.length > 1 ? twins : []) {
      const other = twins.find((twin) => twin.member !== member);
      const hint = other === undefined ? "remove one of the two" : `also in ${other.member.file}`;
      const summary = `PBX account ${quoted(id)} is connected twice`;
      member.push(warning("same-pbx-account", ["pbxs", index, "accountId"], summary, { hint }));
    }
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
