import type { Command, Option } from "commander";
import { mdTable } from "./md-table.ts";

/** Every command with its arguments and what it does. */
export function commandTable({ commands }: Command): string {
  const rows = commands.map((command) => [`\`${usage(command)}\``, sentence(command.description())]);
  return mdTable(["command", "what it does"], rows);
}

function usage(command: Command): string {
  const taken = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return ["dimctl", command.name(), ...taken].join(" ");
}

/** Every option, with the commands that take it: an option of the same name and meaning is one row. */
export function optionTable({ commands }: Command): string {
  const found = new Map<string, { readonly option: Option; readonly takers: string[] }>();
  for (const command of commands)
    for (const option of command.options.filter(({ hidden }) => !hidden)) {
      const key = `${option.flags} ${option.description}`;
      const entry = found.get(key) ?? { option, takers: [] };
      entry.takers.push(command.name());
      found.set(key, entry);
    }
  const all = commands.map((command) => command.name());
  const rows = [...found.values()].map(({ option, takers }) => [
    `\`${option.flags}\``,
    sentence(`${option.description}${choices(option)}`),
    takersText(takers, all),
  ]);
  return mdTable(["option", "what it does", "commands"], rows);
}

function choices({ argChoices = [], defaultValue }: Option): string {
  const values = argChoices.length === 0 ? "" : `: ${argChoices.map((choice) => `\`${choice}\``).join(", ")}`;
  const isText = typeof defaultValue === "string" || typeof defaultValue === "number";
  return isText ? `${values} (default: ${String(defaultValue)})` : values;
}

/** `plan, apply`, or, where that is shorter, all but a few. */
function takersText(takers: readonly string[], all: readonly string[]): string {
  const others = all.filter((name) => !takers.includes(name));
  if (others.length === 0) return "all";
  const names = (list: readonly string[]): string => list.map((name) => `\`${name}\``).join(", ");
  return others.length <= 3 && others.length < takers.length ? `all but ${names(others)}` : names(takers);
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
