/** A process of its own for refresh-processes.test.ts: gets a token from the shared store and says it. */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { thisMachine } from "../../../../src/state/context.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";

const [directory = "", url = "", environmentKey = ""] = process.argv.slice(2);
const clock = {
  now: () => Date.now(),
  sleep: async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms)),
};
const tokens = accessTokens({
  env: process.env,
  host: { url },
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  store: fileStore(directory, {
    clock,
    random: Math.random,
    machine: thisMachine({
      node: process,
      hostname: hostname(),
      command: "dimctl test",
      every: () => () => undefined,
    }),
  }),
  environmentKey,
  clock,
});
// All processes begin when the test says so, with everything loaded.
process.stdout.write("ready\n");
process.stdin.once("data", () => {
  void tokens.current().then((token) => process.stdout.write(`${token}\n`, () => process.exit(0)));
});
