import { describe, expect, test } from "vitest";
import { COMMAND_OPTIONS, type CommandName } from "../../../../src/commands/frame/command-options.ts";
import { createOption, type OptionName } from "../../../../src/commands/frame/options.ts";
import { effectOf, isCalled } from "./effects.ts";
import { CALLS, openFleet } from "./options-stage.ts";

const commands = Object.keys(COMMAND_OPTIONS) as CommandName[];
const honoured = (command: CommandName): readonly OptionName[] => COMMAND_OPTIONS[command];
const options = [...new Set(commands.flatMap(honoured))];
const flag = (option: OptionName): string => createOption(option).long ?? "";

describe("an option that a command has changes what it does", () => {
  const rows = commands
    .filter(isCalled)
    .flatMap((command) => honoured(command).map((option) => [command, flag(option), option] as const));

  test.for(rows)("dimctl %s %s", async ([command, , option], { onTestFinished }) => {
    const effect = effectOf(option, command);
    const observed = [];
    for (const args of [[], effect.args]) {
      const fleet = await openFleet(onTestFinished);
      if (command === "show") await fleet.call(["plan", "--out", "plan.json"]);
      observed.push(await effect.observe(fleet, command, args));
    }
    expect(observed).toEqual([effect.without, effect.with]);
    expect(effect.with).not.toEqual(effect.without);
  });
});

describe("an option that a command does not honour is refused", () => {
  const rows = commands.flatMap((command) =>
    options
      .filter((option) => !honoured(command).includes(option))
      .map((option) => [command, flag(option)] as const),
  );

  test.for(rows)("dimctl %s %s", async ([command, refused], { onTestFinished }) => {
    const fleet = await openFleet(onTestFinished);
    const call = isCalled(command) ? CALLS[command] : [command];
    const { code, stdout, stderr } = await fleet.call([...call, refused]);
    expect({ code, stdout, first: stderr.split("\n")[0] }).toEqual({
      code: 1,
      stdout: "",
      first: `error  unknown option \`${refused}\``,
    });
    expect(stderr).toContain("hint: it is an option of ");
    expect(fleet.emulator.log).toEqual([]);
  });
});

describe("a reference of --only that is nowhere is an error, with the nearest one", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["validate", 'no manifest with reference "ACME-11"'],
    ["plan", 'no manifest with reference "ACME-11"'],
    ["drift", 'no manifest with reference "ACME-11"'],
    ["apply --yes", 'no manifest with reference "ACME-11"'],
    ["apply plan.json", 'no manifest with reference "ACME-11"'],
    ["show plan.json", 'the saved plan has no customer with reference "ACME-11"'],
    ["import --customers fresh", 'no live customer with reference "ACME-11"'],
  ];

  test.for(rows)("dimctl %s --only ACME-11", async ([call, summary], { onTestFinished }) => {
    const fleet = await openFleet(onTestFinished);
    await fleet.call(["plan", "--out", "plan.json"]);
    const ran = await fleet.call([...call.split(" "), "--only", "ACME-11", "NORTH-2", "--format", "json"]);
    expect({ code: ran.code, problems: JSON.parse(ran.stdout).problems }).toEqual({
      code: 1,
      problems: [{ code: "unknown-reference", severity: "error", summary, hint: 'did you mean "ACME-1"?' }],
    });
    expect(await fleet.list(".")).not.toContain("fresh");
  });
});

test("an option that is misspelt is refused with the nearest spelling", async ({ onTestFinished }) => {
  const fleet = await openFleet(onTestFinished);
  const { code, stderr } = await fleet.call(["plan", "--onyl", "ACME-1"]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "error  unknown option `--onyl`\n    hint: did you mean `--only`?\n\n1 error.\n",
  });
});

test("an option of other commands is refused with their names", async ({ onTestFinished }) => {
  const fleet = await openFleet(onTestFinished);
  const { code, stderr } = await fleet.call(["show", "plan.json", "--env", "live"]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: [
      "error  unknown option `--env`",
      "    hint: it is an option of validate, plan, drift, import, apply, login, logout, doctor; run `dimctl show --help` to list its options",
      "",
      "1 error.",
      "",
    ].join("\n"),
  });
});
