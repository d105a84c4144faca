import { describe, expect, test } from "vitest";
import type { Approval } from "../../../../src/model/customer/desired.ts";
import type { LocalTime } from "../../../../src/model/ports/clock.ts";
import { DEFAULT_POLICY } from "../../../../src/model/plan/risk.ts";
import { approvalWarnings, holdsBack, isInForce, assessRisk } from "../../../../src/plan/risk/approvals.ts";
import { approval, context, wanted } from "../../../support/plan-states.ts";

const at = (date: string, time: string, yesterday = "-"): LocalTime => ({ date, time, yesterday });

const warnings = (one: Approval, met: readonly "delete-pbx"[] | "unknown" = []) =>
  approvalWarnings(
    wanted({}, { approvals: [one] }),
    met === "unknown" ? undefined : new Set(met),
    at("2026-11-22", "12:00", "2026-11-21"),
    context(),
  ).map(({ code }) => code);

describe("an approval is in force", () => {
  type Row = readonly [string, Partial<Approval>, LocalTime, boolean];
  const night = { until: "2026-12-24", window: "22:00-06:00" };
  const day = { until: "2026-12-24", window: "08:00-12:00" };
  const rows: readonly Row[] = [
    ["on its last day, to its end", { until: "2026-12-24" }, at("2026-12-24", "23:59"), true],
    ["not on the day after", { until: "2026-12-24" }, at("2026-12-25", "00:00"), false],
    ["within its window", day, at("2026-12-24", "08:00"), true],
    ["not before its window", day, at("2026-12-24", "07:59"), false],
    ["not at the end of its window", day, at("2026-12-24", "12:00"), false],
    ["in the evening of a window over midnight", night, at("2026-12-24", "22:00"), true],
    ["in the morning after it", night, at("2026-12-24", "05:59", "2026-12-23"), true],
    ["in the morning after its last evening", night, at("2026-12-25", "05:59", "2026-12-24"), true],
    ["not in the next evening", night, at("2026-12-25", "22:00", "2026-12-24"), false],
    ["not in the second morning", night, at("2026-12-26", "05:00", "2026-12-25"), false],
    ["not by day", night, at("2026-12-24", "12:00", "2026-12-23"), false],
    [
      "all day when the window ends where it begins",
      { until: "2026-12-24", window: "06:00-06:00" },
      at("2026-12-24", "05:00", "2026-12-23"),
      true,
    ],
  ];
  test.each(rows)("%s", (_, rest, now, expected) => {
    expect(isInForce(approval("restart-pbx", rest), now)).toBe(expected);
  });
});

describe("a risk finding", () => {
  const noon = at("2026-11-22", "12:00", "2026-11-21");
  const finding = (approvals: readonly Approval[], policy = DEFAULT_POLICY) =>
    assessRisk("restart-pbx", "why", approvals, noon, policy);

  test("says what the policy says", () => {
    expect(finding([])).toEqual({ risk: "restart-pbx", severity: "approve", detail: "why" });
    expect(finding([], { ...DEFAULT_POLICY, "restart-pbx": "allow" })).toBeUndefined();
    expect(finding([], { ...DEFAULT_POLICY, "restart-pbx": "note" })).toMatchObject({ severity: "note" });
  });

  test("names the approval that covers it", () => {
    expect(finding([approval("delete-pbx"), approval("restart-pbx", { reason: "ticket 2" })])).toMatchObject({
      approvedBy: "ticket 2",
    });
  });

  test("names the hours of an approval that will cover it", () => {
    const later = approval("restart-pbx", { window: "22:00-06:00" });
    expect(finding([later])).toEqual({
      risk: "restart-pbx",
      severity: "approve",
      detail: "why",
      window: "22:00-06:00",
    });
    expect(finding([{ ...later, until: "2026-11-21" }])).not.toHaveProperty("window");
  });

  test("of last-admin is covered by nothing", () => {
    const found = assessRisk("last-admin", "why", [approval("last-admin")], noon, DEFAULT_POLICY);
    expect(found).toEqual({ risk: "last-admin", severity: "never", detail: "why" });
  });

  test("holds back what needs an approval and has none, and what nothing approves", () => {
    const one = { risk: "charge", detail: "" } as const;
    expect(holdsBack({ ...one, severity: "approve" })).toBe(true);
    expect(holdsBack({ ...one, severity: "approve", approvedBy: "t" })).toBe(false);
    expect(holdsBack({ ...one, severity: "note" })).toBe(false);
    expect(holdsBack({ ...one, severity: "never", approvedBy: "t" })).toBe(true);
  });
});

describe("a warning", () => {
  test("is due for an approval that is over, used or not", () => {
    const over = approval("delete-pbx", { until: "2026-11-21" });
    expect(warnings(over)).toEqual(["approval-expired"]);
    expect(warnings(over, ["delete-pbx"])).toEqual(["approval-expired"]);
  });

  test("is due for an approval that nothing needs", () => {
    expect(warnings(approval("delete-pbx"))).toEqual(["approval-unused"]);
    expect(warnings(approval("delete-pbx"), ["delete-pbx"])).toEqual([]);
  });

  test("is due for one that is over, and for no other, while an object is blocked", () => {
    expect(warnings(approval("delete-pbx"), "unknown")).toEqual([]);
    expect(warnings(approval("delete-pbx", { until: "2026-11-21" }), "unknown")).toEqual([
      "approval-expired",
    ]);
  });

  test("is not due for an approval whose hour has not come", () => {
    expect(warnings(approval("delete-pbx", { window: "22:00-06:00" }), ["delete-pbx"])).toEqual([]);
  });
});
