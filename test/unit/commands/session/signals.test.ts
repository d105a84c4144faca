import { expect, onTestFinished, test } from "vitest";
import { watchInterruption, type Interruption } from "../../../../src/commands/session/signals.ts";
import { inProcessIo, stillClock } from "../../../support/in-process-io.ts";
import { openStage } from "../stage.ts";

const NEITHER = { stop: false, send: false, cause: undefined };

test("the first signal while writing starts nothing new and cuts off nothing; the second one cuts off", async () => {
  const said = await interrupted((interruption) => interruption.startWriting());
  expect(said).toEqual({
    atFirst: NEITHER,
    afterOne: { stop: true, send: false, cause: "signal" },
    afterTwo: { stop: true, send: true, cause: "signal" },
    stderr: "\nStopping: no new changes are started. A second signal stops immediately.\n",
  });
});

test("while nothing is written, the first signal ends everything without a word", async () => {
  const said = await interrupted(() => undefined);
  expect(said).toMatchObject({
    atFirst: NEITHER,
    afterOne: { stop: true, send: true, cause: "signal" },
    stderr: "",
  });
});

test("a write that is in flight when the first signal comes gets its reply; what follows is not started", async () => {
  const signal = { send: (): void => undefined };
  const stage = await openStage(onTestFinished, {}, {}, () => signal.send());
  await stage.write("customers/acme.yaml", MANIFEST);
  const { code, stdout } = await stage.call(["apply", "--yes", "--format", "json"], {
    onSignal: (handler) => {
      let times = 0;
      signal.send = () => (times++ === 0 ? handler() : undefined);
      return () => undefined;
    },
  });
  expect(code).toBe(3);
  const [customer] = JSON.parse(stdout).customers;
  expect(customer.changes.map((change: { outcome: unknown }) => change.outcome)).toEqual([
    { status: "done", request: { method: "POST", path: "/api/v1.0/customers", status: 201 } },
    { status: "held", hold: { why: "not-started", detail: "the run ended first" } },
  ]);
});

const MANIFEST = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-1
name: Acme
admins: [{ email: ana@acme.example, displayName: Ana }]
`;

/** What a run knows before, after one and after two signals. */
async function interrupted(prepare: (interruption: Interruption) => void) {
  const heard = { stdout: "", stderr: "" };
  let signal = (): void => undefined;
  const io = {
    ...inProcessIo(
      [],
      { cwd: "/", clock: stillClock("2026-11-22T12:00:00Z"), env: {}, hostname: "h" },
      heard,
    ),
    onSignal: (handler: () => void) => {
      signal = handler;
      return () => undefined;
    },
  };
  using interruption = watchInterruption(io, undefined);
  const look = () => ({
    stop: interruption.stop.aborted,
    send: interruption.send.aborted,
    cause: interruption.cause(),
  });
  prepare(interruption);
  const atFirst = look();
  signal();
  const afterOne = look();
  signal();
  return { atFirst, afterOne, afterTwo: look(), stderr: heard.stderr };
}
