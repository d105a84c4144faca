import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/model/json/json.ts";
import type { LastWritten } from "../../../src/model/ports/memory.ts";
import {
  diffFields,
  fieldsToCreate,
  type FieldDiff,
  type LiveObject,
} from "../../../src/plan/diff-fields.ts";
import { toReference } from "../../../src/model/ids.ts";
import { field, secretField, UNKNOWN } from "../../support/plan-builders.ts";
import { context, secret, TENANT, desiredValues } from "../../support/plan-states.ts";

/** The diff with the reason of all its changes as a value. */
function diffWithReason(
  ...args: Parameters<typeof diffFields>
): Omit<FieldDiff, "reasonOf"> & { reason: string } {
  const { reasonOf, ...diff } = diffFields(...args);
  return { ...diff, reason: reasonOf(diff.changes) };
}

const object = (kind: "customer" | "pbx", fields: Record<string, Json>): LiveObject => ({
  kind,
  customer: { reference: toReference("ACME-1"), tenantId: TENANT },
  key: kind === "customer" ? "customer" : "pbx:Acme Kazoo",
  fields: new Map(Object.entries(fields)),
});

const NAMED = desiredValues({ name: "Acme" });
const KEY = desiredValues({ apiKey: secret("ACME_KEY") });

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

describe("--reassert", () => {
  const both = desiredValues({ apiKey: secret("ACME_KEY"), hostRest: "https://a" });
  const names = (reassert: "all" | ReadonlySet<string>, lastWritten: LastWritten = "missing"): string[] =>
    diffWithReason(
      both,
      object("pbx", {}),
      "pbxs[0].",
      context({ reassert, recalled: lastWritten }),
    ).changes.map(({ name }) => name);

  test("writes every field that cannot be compared", () => {
    expect(names("all")).toEqual(["apiKey", "hostRest"]);
  });

  test("writes only the fields that it names", () => {
    expect(names(new Set(["apiKey"]))).toEqual(["apiKey"]);
  });

  test.each([["apiKey"], ["pbxs.apiKey"], ["pbxs[0].apiKey"]])("knows a field as %s", (path) => {
    expect(names(new Set([path]))).toEqual(["apiKey"]);
  });

  test("does not take the field of another object", () => {
    expect(names(new Set(["pbxs[1].apiKey", "users.apiKey"]))).toEqual([]);
  });

  test("writes a field that was written as desired, for it may have been changed by hand", () => {
    expect(names("all", "same")).toEqual(["apiKey", "hostRest"]);
  });

  test("cannot write a secret that does not exist", () => {
    expect(names("all", "no-secret")).toEqual([]);
  });

  test("leaves a field alone that Dimensions reports as desired", () => {
    const diff = diffWithReason(
      NAMED,
      object("customer", { name: "Acme" }),
      "",
      context({ reassert: "all" }),
    );
    expect(diff.changes).toEqual([]);
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
