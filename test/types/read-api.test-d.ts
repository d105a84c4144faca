import type { Session } from "../../src/commands/session/session.ts";
import type { Api, ReadApi } from "../../src/remote/api.ts";
import type { Equal, Expect } from "./expect-type.ts";

/** The client of a plan has no method that writes: `plan` and `drift` cannot change anything, whatever their code says. */

type Writing = `${"create" | "patch" | "delete"}${string}`;

export type NoWrites = Expect<Equal<Extract<keyof ReadApi, Writing>, never>>;

export type AllWritesAreElsewhere = Expect<
  Equal<Exclude<keyof Api, keyof ReadApi>, Extract<keyof Api, Writing>>
>;

export type APlanReadsWithIt = Expect<Equal<Session["connection"]["read"], ReadApi>>;

export function write(read: ReadApi, tenant: Parameters<Api["deleteCustomer"]>[0]): void {
  // @ts-expect-error there is no such method
  void read.deleteCustomer(tenant);
  // @ts-expect-error a client that reads is none that writes
  const api: Api = read;
  void api;
}
