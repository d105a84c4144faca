import { expect, test } from "vitest";
import { AmbiguousError } from "../../../../src/apply/write/lookup.ts";
import { patchOnce, writeOnce, type RecoverableWrite } from "../../../../src/apply/write/recover.ts";
import { ApiError, type Written } from "../../../../src/remote/api.ts";
import { virtualClock } from "../../../simulation/virtual-clock.ts";

const REQUEST = { method: "POST", path: "/customers" };
const lost = (): ApiError => new ApiError("lost", REQUEST);
const wait = () => ({ clock: virtualClock(0), stop: new AbortController().signal });

/** A write whose sendings and read-backs end as listed, one after the other; the last one stays. */
function scripted(
  sends: readonly ("done" | ApiError)[],
  reads: readonly (string | undefined | Error)[],
  lag = 0,
): RecoverableWrite<string> & { readonly sent: () => number; readonly read: () => number } {
  let sent = 0;
  let read = 0;
  return {
    lag,
    sent: () => sent,
    read: () => read,
    send: async (): Promise<Written<string>> => {
      const end = sends[Math.min(sent, sends.length - 1)];
      sent += 1;
      if (end instanceof ApiError) throw end;
      return { live: "sent", request: REQUEST };
    },
    readBack: async () => {
      const end = reads[Math.min(read, reads.length - 1)];
      read += 1;
      if (end instanceof Error) throw end;
      return end;
    },
  };
}

test("a reply that comes is believed, and nothing is read back", async () => {
  const write = scripted(["done"], []);
  expect(await writeOnce(write, wait())).toEqual({ live: "sent", request: REQUEST, recovered: false });
  expect(write.read()).toBe(0);
});

test("a lost write whose effect is there is adopted and not sent again", async () => {
  const write = scripted([lost()], ["found"]);
  expect(await writeOnce(write, wait())).toEqual({ live: "found", request: REQUEST, recovered: true });
  expect(write.sent()).toBe(1);
});

test("a lost create is not repeated before lists can no longer lag behind it", async () => {
  const waiting = wait();
  const write = scripted([lost(), "done"], [undefined], 15_000);
  const sentAt: number[] = [];
  const timed = { ...write, send: () => (sentAt.push(waiting.clock.now()), write.send()) };
  expect((await writeOnce(timed, waiting)).live).toBe("sent");
  expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(15_000);
});

test("a read-back that fails leaves the write lost, whatever the read's own error", async () => {
  const write = scripted([lost()], [new ApiError("unreachable", { method: "GET", path: "/customers" })]);
  await expect(writeOnce(write, wait())).rejects.toMatchObject({ kind: "lost" });
  expect(write.sent()).toBe(1);
});

test("a read-back that finds two leaves the write lost: it may have been carried out", async () => {
  const write = scripted([lost()], [new AmbiguousError("2 live customers have the reference R")]);
  await expect(writeOnce(write, wait())).rejects.toMatchObject({ kind: "lost" });
});

test("a refused write is neither read back nor repeated", async () => {
  const write = scripted([new ApiError("refused", { ...REQUEST, status: 400 })], []);
  await expect(writeOnce(write, wait())).rejects.toMatchObject({ kind: "refused" });
  expect([write.sent(), write.read()]).toEqual([1, 0]);
});

test("a write that is lost each time is given up as lost after four sendings", async () => {
  const write = scripted([lost()], [undefined]);
  await expect(writeOnce(write, wait())).rejects.toMatchObject({ kind: "lost" });
  expect(write.sent()).toBe(4);
});

test("after the signal to stop a lost write is read back once and not repeated", async () => {
  const stop = new AbortController();
  stop.abort();
  const write = scripted([lost()], [undefined], 15_000);
  await expect(writeOnce(write, { clock: virtualClock(0), stop: stop.signal })).rejects.toMatchObject({
    kind: "lost",
  });
  expect([write.sent(), write.read()]).toEqual([1, 1]);
});

test("a lost patch whose effect is not there is sent again at once", async () => {
  const write = scripted([lost(), "done"], [undefined]);
  const sent = {
    send: async () => ({ ...(await write.send()), live: undefined }),
    isDone: async () => false,
  };
  expect(await patchOnce(sent.send, sent.isDone, wait())).toMatchObject({ live: true, recovered: false });
  expect(write.sent()).toBe(2);
});

test("a read-back that was asked for before lists could no longer lag is asked again, however long it took", async () => {
  const waiting = wait();
  const write = scripted([lost()], [undefined, "found"], 15_000);
  const slow = async (): Promise<string | undefined> => {
    const found = await write.readBack();
    await waiting.clock.sleep(60_000);
    return found;
  };
  expect(await writeOnce({ ...write, readBack: slow }, waiting)).toMatchObject({
    live: "found",
    recovered: true,
  });
  expect(write.sent()).toBe(1);
});
