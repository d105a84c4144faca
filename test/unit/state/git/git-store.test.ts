import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EMPTY_STATE } from "../../../../src/model/ports/state.ts";
import { presentable } from "../../../../src/state/git/git.ts";
import { gitStore } from "../../../../src/state/git/git-store.ts";
import { parseStateKey } from "../../../../src/state/state-key.ts";
import { codesOf, contextWith, fakeClock } from "../context.ts";
import { KEY, BRANCH, spent, plansIn, run, remoteWithClones, storeIn, gitAs } from "./clones.ts";

describe("the git store", () => {
  test("keeps the sealed document on its branch, from one clone to another", async () => {
    const { remote, clones } = await remoteWithClones("one", "two");
    const [one = "", two = ""] = clones;
    expect(await storeIn(two).read()).toEqual(EMPTY_STATE);
    await storeIn(one).exclusive((_document, save) => save(spent("clear-text")));
    expect(await storeIn(two).read()).toEqual(spent("clear-text"));
    expect(run(remote, "ls-tree", "--name-only", BRANCH)).toBe("state.sealed\n");
    expect(run(remote, "cat-file", "blob", `${BRANCH}:state.sealed`)).not.toContain("clear-text");
    // One commit without a parent: spent tokens do not pile up.
    expect(run(remote, "rev-list", "--count", BRANCH)).toBe("1\n");
  });

  test("touches neither work tree nor index nor any ref of the clone but the tracking one that a push moves", async () => {
    const { clones } = await remoteWithClones("one", "two");
    const [one = "", two = ""] = clones;
    await storeIn(one).exclusive((_document, save) => save(spent("one")));
    await writeFile(join(two, "file"), "edited\n");
    await writeFile(join(two, "staged"), "staged\n");
    run(two, "add", "staged");
    const look = (): string[] => [
      run(two, "status", "--porcelain"),
      run(two, "for-each-ref").replace(/^.*refs\/remotes\/origin\/dimctl-state\n/mu, ""),
      run(two, "rev-parse", "HEAD", "--is-shallow-repository"),
    ];
    const before = look();
    await storeIn(two).exclusive((document, save) => save(spent(...plansIn(document), "two")));
    expect(look()).toEqual(before);
    expect(await storeIn(one).read()).toEqual(spent("one", "two"));
  });

  test("works in a shallow clone with a push hook that refuses", async () => {
    const { remote, clones } = await remoteWithClones("one");
    const shallow = join(clones[0] ?? "", "..", "shallow");
    run(remote, "clone", "--quiet", "--depth=1", `file://${remote}`, shallow);
    await mkdir(join(shallow, ".git", "hooks"), { recursive: true });
    await writeFile(join(shallow, ".git", "hooks", "pre-push"), "#!/bin/sh\nexit 1\n");
    await chmod(join(shallow, ".git", "hooks", "pre-push"), 0o755);
    await storeIn(shallow).exclusive((_document, save) => save(spent("one")));
    expect(await storeIn(shallow).read()).toEqual(spent("one"));
  });

  test("lets one of two racing jobs spend the token: the other finds it spent", async () => {
    const { clones } = await remoteWithClones("one", "two");
    let spendings = 0;
    const job = (clone: string): Promise<string> =>
      storeIn(clone).exclusive(async (document, save) => {
        if (plansIn(document).includes("token")) return "found it spent";
        spendings += 1;
        await save(spent("token"));
        return "spent it";
      });
    const ends = await Promise.all(clones.map((clone) => job(clone)));
    expect(ends.toSorted()).toEqual(["found it spent", "spent it"]);
    expect(spendings).toBe(1);
  });

  test("lets nobody in while a lease holds, and says until when", async () => {
    const { clones } = await remoteWithClones("one", "two");
    const [one = "", two = ""] = clones;
    await storeIn(one).exclusive(async () => {
      const impatient = contextWith({ signal: AbortSignal.abort() });
      await expect(storeIn(two, impatient).exclusive(() => Promise.resolve())).rejects.toThrow(
        `branch ${BRANCH} is locked by another job until 1970-01-01T00:18:40.000Z`,
      );
    });
  });

  test("takes over a dead job's lease when it has ended, and the late job saves no more", async () => {
    const { clones } = await remoteWithClones("one", "two");
    const [one = "", two = ""] = clones;
    const clock = fakeClock();
    await storeIn(one, contextWith({ clock })).exclusive(async (_document, save) => {
      await storeIn(two, contextWith({ clock })).exclusive((_newest, saveTwo) => saveTwo(spent("two")));
      expect(clock.now()).toBeGreaterThan(1_000_000 + 120_000);
      expect(await codesOf(save(spent("one")))).toEqual(["state-lease-lost"]);
    });
    expect(await storeIn(one).read()).toEqual(spent("two"));
  });

  test("gives the branch back when the work fails, with the document as it was", async () => {
    const { clones } = await remoteWithClones("one", "two");
    const [one = "", two = ""] = clones;
    await storeIn(one).exclusive((_document, save) => save(spent("one")));
    await expect(storeIn(one).exclusive(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const impatient = contextWith({ signal: AbortSignal.abort() });
    expect(await storeIn(two, impatient).exclusive((document) => Promise.resolve(document))).toEqual(
      spent("one"),
    );
  });

  test("refuses another key and leaves the document", async () => {
    const { clones } = await remoteWithClones("one");
    const [one = ""] = clones;
    await storeIn(one).exclusive((_document, save) => save(spent("one")));
    const other = storeIn(one, contextWith(), parseStateKey("cd".repeat(32)));
    expect(await codesOf(other.exclusive((_document, save) => save(spent())))).toEqual(["state-wrong-key"]);
    expect(await storeIn(one).read()).toEqual(spent("one"));
  });

  test("says so when the remote does not exist or refuses the push", async () => {
    const { remote, clones } = await remoteWithClones("one");
    const [one = ""] = clones;
    await writeFile(join(remote, "hooks", "pre-receive"), "#!/bin/sh\necho not allowed here >&2\nexit 1\n");
    await chmod(join(remote, "hooks", "pre-receive"), 0o755);
    await expect(storeIn(one).exclusive(() => Promise.resolve())).rejects.toThrow(/not allowed here/u);
    run(one, "remote", "set-url", "origin", join(remote, "nowhere"));
    expect(await codesOf(storeIn(one).read())).toEqual(["state-git"]);
  });

  test.runIf(process.platform !== "win32")("takes a push for done when only its reply was lost", async () => {
    const { clones } = await remoteWithClones("one");
    const [one = ""] = clones;
    const env = await gitAs('"$REAL" "$@"; code=$?; [ "$1" = push ] && exit 1; exit $code');
    await storeIn(one, contextWith(), KEY, env).exclusive((_document, save) => save(spent("one")));
    expect(await storeIn(one).read()).toEqual(spent("one"));
    expect(run(one, "ls-remote", "origin", `refs/heads/${BRANCH}`)).toContain(BRANCH);
  });

  test.runIf(process.platform !== "win32")("gives git no secret, as an argument or a variable", async () => {
    const { clones } = await remoteWithClones("one");
    const [one = ""] = clones;
    const env = await gitAs('{ echo "$@"; env; } >> "$HERE/seen"; exec "$REAL" "$@"');
    const secrets = {
      DIMCTL_STATE_KEY: "clear-key",
      DIMCTL_SECRET_A: "clear-a",
      DIMENSIONS_ACCESS_TOKEN: "clear-t",
    };
    const store = storeIn(one, contextWith(), KEY, { ...env, ...secrets });
    await store.exclusive((_document, save) => save(spent("clear-document")));
    const seen = await readFile(join(env["SHIM"] ?? "", "seen"), "utf8");
    expect(seen).toContain("--force-with-lease=");
    expect(seen).not.toContain("clear-");
  });

  test.each([
    ["--upload-pack=evil", BRANCH],
    ["https://user:pass@host.example/repo.git", BRANCH],
    ["https://token@host.example/repo.git", BRANCH],
    ["origin", "--force"],
    ["origin", "a..b"],
    ["origin", "a:refs/heads/main"],
  ])("refuses the remote %s with the branch %s", async (remote, branch) => {
    const target = { remote, branch, git: { directory: ".", env: {} } };
    expect(() => gitStore(target, KEY, contextWith())).toThrow("invalid state branch or remote");
  });
});

test("git's complaints are shown without credentials, on one line", () => {
  expect(
    presentable("fatal: unable to access 'https://me:s3cret@host.example/r.git/':\n \u001B[31mno\u001B[0m\n"),
  ).toBe("fatal: unable to access 'https://host.example/r.git/': [31mno [0m");
});
