import { describe, expect, test } from "vitest";
import { memoryStore } from "../../../../src/state/memory-store.ts";
import { CUSTOMER, plain, secret, open, update, write } from "./written-memory.ts";

describe("a rename", () => {
  const rename = update(
    { name: plain("New.Name"), username: plain("bo") },
    {
      key: "pbx:New.Name",
      formerKey: "pbx:Main",
    },
  );
  const before = update({ apiKey: secret("KEY"), username: plain("ana") });

  test("carries along what was written, twice over", async () => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, before);
    await write(memory, rename);
    await write(memory, update({}, { key: "pbx:Third", formerKey: "pbx:New.Name" }));
    await memory.flush();
    const next = await open(store);
    expect(next.recall(CUSTOMER, "pbx:Third", "apiKey", secret("KEY"))).toBe("same");
    expect(next.recall(CUSTOMER, "pbx:Third", "apiKey", secret("OTHER"))).toBe("different");
    expect(next.recall(CUSTOMER, "pbx:Third", "username", plain("bo"))).toBe("same");
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
  });

  test("that was begun and never confirmed finds what is known under either name", async () => {
    const memory = await open(memoryStore());
    await write(memory, before);
    await memory.journal.begin(rename);
    expect(memory.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "apiKey", secret("KEY"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "username", plain("bo"))).toBe("pending");
    expect(memory.recall(CUSTOMER, "pbx:Else", "apiKey", secret("KEY"))).toBe("missing");
    await memory.journal.confirm(rename);
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "name", plain("New.Name"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "apiKey", secret("KEY"))).toBe("same");
  });

  test("of a user's address heeds no case", async () => {
    const memory = await open(memoryStore());
    await write(memory, update({ displayName: plain("Ana") }, { key: "user:old@acme.example" }));
    await memory.journal.begin(
      update(
        { email: plain("Ana@Acme.example") },
        {
          key: "user:ana@acme.example",
          formerKey: "user:old@acme.example",
        },
      ),
    );
    expect(memory.recall(CUSTOMER, "user:ana@acme.example", "displayName", plain("Ana"))).toBe("same");
  });
});
