import { expect, onTestFinished, test } from "vitest";
import { openStage } from "./stage.ts";

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-1
name: Acme
admins: [{ email: ana@acme.example, displayName: Ana, roles: [customer.user.supervisorl1] }]
`;

test.each([
  ["plan", ["plan"]],
  ["drift", ["drift"]],
  ["apply", ["apply", "--yes"]],
  ["import", ["import"]],
  ["doctor", ["doctor"]],
])(
  "%s gives the signals back and waits for nothing when it fails before its session is open",
  async (_, args) => {
    const stage = await openStage(onTestFinished);
    await stage.write("customers/acme.yaml", MANIFEST);
    let listening = 0;
    const onSignal = (): (() => void) => {
      listening += 1;
      return () => void (listening -= 1);
    };
    const env = { DIMENSIONS_API_URL: stage.url, DIMCTL_SECRETS_FILE: "none.env" };
    const { code, stderr } = await stage.call([...args, "--timeout", "60"], { onSignal, env });
    expect({ code, listening }).toEqual({ code: 1, listening: 0 });
    expect(stderr).toContain("the secrets file none.env cannot be read");
  },
);
