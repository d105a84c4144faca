import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { validate as fitsConfiguration } from "#schemas/configuration";
import { VARIABLES } from "../../src/model/variables.ts";
import { load } from "../unit/manifests/memory-files.ts";
import { fences } from "./markdown.ts";
import { DOCUMENTS, read } from "./repository.ts";

// Every `yaml` block of the documents is a manifest or a part of one, a configuration, or a step of a workflow, and valid.

type Kind = "manifest" | "configuration" | "step";

const examples = DOCUMENTS.flatMap((document) =>
  fences(read(document))
    .filter(({ language }) => language === "yaml")
    .map(({ line, text }) => ({ name: `${document}:${line}`, kind: kindOf(text), text })),
);
const only = (kind: Kind) => examples.filter((example) => example.kind === kind);

function kindOf(text: string): Kind {
  const data: unknown = parse(text);
  if (Array.isArray(data)) return "step";
  const keys = Object.keys(Object(data));
  return keys.some((key) => ["environments", "default", "policy", "state"].includes(key)) &&
    !keys.includes("name")
    ? "configuration"
    : "manifest";
}

/** What a part of a manifest is completed with. */
const BASE = {
  apiVersion: "dimctl/v1",
  kind: "Customer",
  reference: "ACME-0042",
  name: "Acme Dental",
  admins: [{ email: "ana.souza@acme.example", roles: ["customer.user.supervisorl1"] }],
};

describe("examples", () => {
  test("of each kind are found", () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(["manifest", "configuration", "step"]));
  });

  test.each(only("manifest"))("$name is valid as a manifest, or as a part of one", async ({ text }) => {
    const data: object = parse(text);
    const isWhole = "kind" in data;
    const loaded = await load({ "customers/x.yaml": isWhole ? text : stringify({ ...BASE, ...data }) });
    expect(loaded.diagnostics).toEqual([]);
  });

  test.each(only("configuration"))("$name is valid as dimctl.yaml", ({ text }) => {
    fitsConfiguration(parse(text));
    expect(fitsConfiguration.errors ?? []).toEqual([]);
  });

  test.each(only("step"))("$name calls the action with what it takes", ({ text }) => {
    const action: { readonly inputs: object } = parse(read(".github/actions/dimctl/action.yml"));
    const steps: readonly { uses: string; with: object; env?: object }[] = parse(text);
    for (const { uses, with: inputs, env = {} } of steps) {
      expect(uses).toMatch(/\/dimctl\/\.github\/actions\/dimctl@<commit>$/);
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
      expect([...VARIABLES, "DIMCTL_SECRETS"]).toEqual(expect.arrayContaining(Object.keys(env)));
    }
  });
});
