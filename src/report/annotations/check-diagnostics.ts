import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { DoctorLine } from "../text/doctor-text.ts";

/** Failed checks as diagnostics, for formats that contain nothing else: `doctor-api-host`, error where a run would fail. */
export function checkDiagnostics(checks: readonly DoctorLine[]): readonly Diagnostic[] {
  return checks
    .filter(({ ok }) => ok !== "ok")
    .map(({ name, ok, detail, remedy }) => ({
      code: `doctor-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`,
      severity: ok === "fail" ? "error" : "warning",
      summary: `${name}: ${detail}`,
      ...defined({ hint: remedy }),
    }));
}
