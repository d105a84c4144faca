import { describe, expect, test } from "vitest";
import type { LastWritten } from "../../../src/model/ports/memory.ts";
import { context, secret, desiredValues } from "../../support/plan-states.ts";
import { diffWithReason, object, NAMED } from "./field-diffs.ts";

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
