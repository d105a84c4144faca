import { describe, expect, test } from "vitest";
import type { LastWritten } from "../../../src/model/ports/memory.ts";
import { fieldsToCreate } from "../../../src/plan/diff-fields.ts";
import { field, secretField, UNKNOWN } from "../../support/change-builders.ts";
import { context, secret, desiredValues } from "../../support/plan-states.ts";
import { diffWithReason, object, NAMED, KEY } from "./field-diffs.ts";

describe("a field that Dimensions reports", () => {
  test("with the desired value needs no change", () => {
    expect(diffWithReason(NAMED, object("customer", { name: "Acme" }), "", context())).toEqual({
      changes: [],
      reason: "field-differs",
      declared: 1,
      notCompared: [],
    });
  });

  test("with another value is changed", () => {
    expect(diffWithReason(NAMED, object("customer", { name: "Acne" }), "", context()).changes).toEqual([
      field("name", "Acme", "Acne"),
    ]);
  });

  test("is not compared with what was written last, but with what is there", () => {
    const diff = diffWithReason(
      NAMED,
      object("customer", { name: "Acne" }),
      "",
      context({ recalled: "same" }),
    );
    expect(diff.reason).toBe("field-differs");
  });

  test.each([
    ["null", null, null],
    ["an empty text", null, ""],
    ["null, declared as an empty text", "", null],
  ])("as %s meets a cleared value", (_, desiredValue, reported) => {
    const diff = diffWithReason(
      desiredValues({ description: desiredValue }),
      object("customer", { description: reported }),
      "",
      context(),
    );
    expect(diff.changes).toEqual([]);
  });

  test.each([[false], [0], ["null"]])("as %j is not nothing", (reported) => {
    const diff = diffWithReason(
      desiredValues({ description: null }),
      object("customer", { description: reported }),
      "",
      context(),
    );
    expect(diff.changes).toHaveLength(1);
  });

  test("whose keys come in another order is the same", () => {
    const diff = diffWithReason(
      desiredValues({ polling: { every: 5, unit: "s" } }),
      object("pbx", { polling: { unit: "s", every: 5 } }),
      "",
      context(),
    );
    expect(diff.changes).toEqual([]);
  });

  test("and is a secret anyway is not compared with the stored value", () => {
    const shown = object("pbx", { apiKey: "***" });
    expect(diffWithReason(KEY, shown, "", context({ recalled: "same" })).changes).toEqual([]);
    expect(diffWithReason(KEY, shown, "", context({ recalled: "different" })).changes).toEqual([
      secretField("apiKey", "ACME_KEY", UNKNOWN),
    ]);
  });
});

describe("a field that Dimensions does not report", () => {
  const unseen = object("pbx", {});
  const diffOf = (lastWritten: LastWritten) =>
    diffWithReason(KEY, unseen, "pbxs[0].", context({ recalled: lastWritten }));

  test("and that was written last as desired needs no change", () => {
    expect(diffOf("same")).toEqual({
      changes: [],
      reason: "field-differs",
      declared: 1,
      notCompared: [],
    });
  });

  test("and that was written last as something else is written", () => {
    expect(diffOf("different")).toMatchObject({
      changes: [secretField("apiKey", "ACME_KEY", UNKNOWN)],
      reason: "written-value-differs",
    });
  });

  test("and whose last write was never confirmed is written again", () => {
    expect(diffOf("pending")).toMatchObject({
      changes: [secretField("apiKey", "ACME_KEY", UNKNOWN)],
      reason: "not-confirmed",
    });
  });

  test("and of which nothing is remembered is not compared, and named", () => {
    expect(diffOf("missing")).toMatchObject({
      changes: [],
      notCompared: [{ path: "pbxs[0].apiKey", why: "secret-not-shown" }],
    });
    const plain = diffWithReason(desiredValues({ hostRest: "https://a" }), unseen, "pbxs[1].", context());
    expect(plain.notCompared).toEqual([{ path: "pbxs[1].hostRest", why: "not-shown" }]);
  });

  test("and whose secret this run does not have is not compared, and says so", () => {
    expect(diffOf("no-secret")).toMatchObject({
      changes: [],
      notCompared: [{ path: "pbxs[0].apiKey", why: "secret-missing" }],
    });
  });

  test("is an unknown in the change, not a value", () => {
    const diff = diffWithReason(
      desiredValues({ hostRest: "https://a" }),
      unseen,
      "",
      context({ recalled: "different" }),
    );
    expect(diff.changes).toEqual([field("hostRest", "https://a", UNKNOWN)]);
  });
});

describe("a change of several fields", () => {
  test("is made because of what is different before because of what is remembered", () => {
    const diff = diffWithReason(
      desiredValues({ apiKey: secret("ACME_KEY"), name: "New" }),
      object("pbx", { name: "Old" }),
      "",
      context({ recalled: "pending" }),
    );
    expect(diff.reason).toBe("field-differs");
  });
});

describe("a create", () => {
  test("carries every declared field but those that clear a value", () => {
    expect(fieldsToCreate(desiredValues({ name: "Acme", description: null }))).toEqual([
      field("name", "Acme"),
    ]);
  });

  test("carries trialDuration, which an update never does", () => {
    const trial = desiredValues({ trialDuration: 30 });
    expect(fieldsToCreate(trial)).toEqual([field("trialDuration", 30)]);
    expect(diffWithReason(trial, object("customer", { trialDuration: 0 }), "", context())).toMatchObject({
      changes: [],
      declared: 0,
    });
  });
});
