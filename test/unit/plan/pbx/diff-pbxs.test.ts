import { describe, expect, test } from "vitest";
import type { DesiredPbx } from "../../../../src/model/customer/desired.ts";
import type { LastWritten } from "../../../../src/model/ports/memory.ts";
import type { ObservedPbx } from "../../../../src/model/customer/observed.ts";
import { diffPbxs } from "../../../../src/plan/pbx/diff-pbxs.ts";
import { field, UNKNOWN } from "../../../support/change-builders.ts";
import { context, kazoo, live, profile, wanted } from "../../../support/plan-states.ts";

const diff = (
  pbxs: readonly DesiredPbx[] | undefined,
  profiles: readonly ObservedPbx[],
  lastWritten: LastWritten = "missing",
) =>
  diffPbxs(
    wanted({}, pbxs ? { pbxs } : {}),
    live({}, { pbxs: profiles }),
    context({ recalled: lastWritten }),
  );

describe("PBXs of a customer that is there", () => {
  test("are unmanaged without the key", () => {
    expect(diff(undefined, [profile("A")])).toMatchObject({ changes: [], notes: [] });
  });

  test("that the manifest does not name are ignored and counted", () => {
    expect(diff([], [profile("A")]).notes).toEqual([
      { code: "left-alone", text: "1 more PBX in Dimensions: unmanaged (ignored)" },
    ]);
    expect(diff([], [profile("A"), profile("B")]).notes).toEqual([
      { code: "left-alone", text: "2 more PBXs in Dimensions: unmanaged (ignored)" },
    ]);
  });

  test("that are missing are created and enabled", () => {
    const { changes } = diff([kazoo("A")], []);
    expect(changes).toMatchObject([{ action: "create", wave: 2, enable: true }]);
    expect(changes[0]).not.toHaveProperty("inside");
  });

  test("that the manifest wants disabled are created and left so", () => {
    const { changes } = diff([kazoo("A", { enabled: false })], []);
    expect(changes).toMatchObject([{ action: "create" }]);
    expect(changes[0]).not.toHaveProperty("enable");
  });

  test("that match are not patched", () => {
    expect(diff([kazoo("A", { hostRest: "h" })], [profile("A", { hostRest: "h" })])).toMatchObject({
      changes: [],
      unchanged: 1,
      declared: 2,
    });
  });

  test("are patched for what differs", () => {
    expect(
      diff([kazoo("A", { hostRest: "new" })], [profile("A", { hostRest: "old" })]).changes,
    ).toMatchObject([
      { action: "update", wave: 2, objectId: "id-of-A", fields: [field("hostRest", "new", "old")] },
    ]);
  });

  test("that are renamed keep their id, and the key they are remembered by", () => {
    expect(diff([kazoo("New")], [profile("Old")]).changes).toMatchObject([
      {
        key: "pbx:New",
        formerKey: "pbx:Old",
        reason: "renamed",
        objectId: "id-of-Old",
        fields: [field("name", "New", "Old")],
      },
    ]);
  });

  test("that are to go are deleted in the last wave", () => {
    expect(diff([kazoo("A", {}, { state: "absent" })], [profile("A")]).changes).toMatchObject([
      { action: "delete", wave: 6, objectId: "id-of-A" },
    ]);
  });

  test("that are to go and are not there need nothing", () => {
    expect(diff([kazoo("A", {}, { state: "absent" })], [])).toMatchObject({ changes: [], unchanged: 1 });
  });

  test("of one name are an ambiguity, also when they are to go", () => {
    for (const state of ["present", "absent"] as const) {
      expect(diff([kazoo("A", {}, { state })], [profile("A"), profile("A")])).toMatchObject({
        changes: [],
        unchanged: 0,
        blocked: [
          {
            kind: "pbx",
            key: "pbx:A",
            reason: "ambiguous",
            detail: "2 live PBXs have this name",
          },
        ],
      });
    }
  });

  test("that are not compared are named by their place in the manifest", () => {
    const pbxs = [kazoo("A"), kazoo("B", { hostRest: "h" })];
    expect(diff(pbxs, [profile("A"), profile("B")]).notCompared).toEqual([
      { path: "pbxs[1].hostRest", why: "not-shown" },
    ]);
  });
});

describe("an enabling that was begun and never confirmed", () => {
  test("is finished, though the manifest does not say enabled", () => {
    expect(diff([kazoo("A")], [profile("A")], "pending").changes).toMatchObject([
      { reason: "not-confirmed", fields: [field("enabled", true, UNKNOWN)] },
    ]);
  });

  test("is finished where Dimensions shows it as off", () => {
    expect(diff([kazoo("A")], [profile("A", { enabled: false })], "pending").changes).toMatchObject([
      { fields: [field("enabled", true, false)] },
    ]);
  });

  test("needs nothing when Dimensions shows it as on", () => {
    expect(diff([kazoo("A")], [profile("A", { enabled: true })], "pending").changes).toEqual([]);
  });

  test.each(["missing", "same", "different"] as const)(
    "is not assumed when the memory says %s",
    (lastWritten) => {
      expect(diff([kazoo("A")], [profile("A", { enabled: false })], lastWritten).changes).toEqual([]);
    },
  );
});
