/** A scenario folder as data. README.md beside this file says what each file of a folder is. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `scenario.json`: what differs from "plan, apply --yes, plan again and find nothing". */
interface Script {
  /** The hour of the run; noon of 2026-11-22 (UTC) unless given. */
  readonly now?: string;
  /** More arguments of `dimctl plan`. */
  readonly plan?: readonly string[];
  /** The arguments of `dimctl apply`; `--yes` unless given. With `plan.json` the plan is saved first. */
  readonly apply?: readonly string[];
  /** What happens between the plan and the apply. */
  readonly between?: {
    /** Someone works in the portal. */
    readonly portal?: readonly PortalEdit[];
    /** Someone edits the saved plan: each text is replaced by the other. */
    readonly planEdits?: readonly (readonly [string, string])[];
    /** The saved plan is applied once already, with these further arguments. */
    readonly applied?: readonly string[];
    /** The hour of the apply. */
    readonly now?: string;
  };
  /** Why the second plan is not empty; its text is then in remains.txt. */
  readonly remains?: string;
}

/** One thing that someone does by hand: to the customer, or to one of its users or PBXs. */
export interface PortalEdit {
  readonly customer: string;
  /** By e-mail. */
  readonly user?: string;
  /** By name. */
  readonly pbx?: string;
  /** Fields by wire name. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: true;
}

export interface Scenario {
  readonly folder: string;
  readonly title: string;
  readonly script: Script;
}

/** Every scenario of the folder, by name. */
export function scenariosIn(folder: string): readonly Scenario[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .toSorted()
    .map((path) => ({
      folder: path,
      title: textOf(path, "title.txt").split("\n")[0] ?? "",
      script: jsonOf(path, "scenario.json") as Script,
    }));
}

/** A file's text; empty when it does not exist. */
export function textOf(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** A JSON file's content; {} when it does not exist. */
export function jsonOf(folder: string, name: string): object {
  const text = textOf(folder, name);
  return text === "" ? {} : JSON.parse(text);
}
