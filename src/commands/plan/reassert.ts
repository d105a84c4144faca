import { nearest } from "../../model/text/nearest.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { PlanContext } from "../../plan/context.ts";
import { namesOfField } from "../../plan/diff-fields.ts";

/**
 * What `--reassert` and `--reassert FIELD…` mean to the planner. Throws a DiagnosticsError for a field that no manifest of the
 * run declares: it would be without effect in silence.
 */
export function parseReassert(
  option: true | readonly string[] | undefined,
  customers: readonly DesiredCustomer[],
): PlanContext["reassert"] {
  if (option === undefined) return "none";
  if (option === true) return "all";
  const known = new Set(customers.flatMap(declaredNames));
  const unknown = option.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new DiagnosticsError(unknown.map((name) => unknownField(name, [...known])));
  return new Set(option);
}

function declaredNames({ fields, pbxs = [], users }: DesiredCustomer): readonly string[] {
  return [
    ...[...fields.keys()].flatMap((name) => namesOfField(name, "")),
    ...pbxs.flatMap((pbx, index) =>
      [...pbx.fields.keys()].flatMap((name) => namesOfField(name, `pbxs[${index}].`)),
    ),
    ...users.flatMap((user) => [...user.fields.keys()].flatMap((name) => namesOfField(name, `${user.key}.`))),
  ];
}

function unknownField(name: string, known: readonly string[]): Diagnostic {
  const close = nearest(name, known);
  const hint =
    close === undefined
      ? "use the field's name as the plan prints it, e.g. `pbxs[0].apiKey`"
      : `did you mean \`${close}\`?`;
  return {
    code: "unknown-field",
    severity: "error",
    summary: `no manifest declares the field \`${name}\``,
    hint,
  };
}
