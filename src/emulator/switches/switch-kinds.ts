/** What a switch decides: its open question and the possible answers. */
interface SwitchFact {
  /** A1 to A20 of CONTRACT.md section 0, or the section that leaves the point open. */
  readonly assumption: string;
  /** One sentence for `--help` and for the README. */
  readonly description: string;
}

/** A switch with named values. */
export interface ChoiceSwitch<Value extends string> extends SwitchFact {
  readonly type: "choice";
  readonly values: readonly Value[];
  readonly default: Value;
}

/** A switch with a whole number from `least` on. */
export interface NumberSwitch extends SwitchFact {
  readonly type: "number";
  readonly least: number;
  readonly default: number;
}

/** The first value is the default. */
export function choice<const Value extends string>(
  assumption: string,
  values: readonly [Value, ...Value[]],
  description: string,
): ChoiceSwitch<Value> {
  return { type: "choice", assumption, values, default: values[0], description };
}

/** A whole number, never below `least`. */
export function numberSwitch(
  assumption: string,
  preset: number,
  description: string,
  least: number = 0,
): NumberSwitch {
  return { type: "number", assumption, least, default: preset, description };
}
