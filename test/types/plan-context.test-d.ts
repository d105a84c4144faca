import type { Clock, Random } from "../../src/model/ports/clock.ts";
import type { SecretSource } from "../../src/model/ports/memory.ts";
import type { PlanContext } from "../../src/plan/context.ts";
import type { ReadApi } from "../../src/remote/api.ts";
import type { Equal, Expect } from "./expect-type.ts";

/** Planning is given no clock, no chance, no service and no secrets; that it cannot import them is a wall. */

type MembersLike<Port> = {
  [Name in keyof PlanContext]: PlanContext[Name] extends Port ? Name : never;
}[keyof PlanContext];

export type NoClock = Expect<Equal<MembersLike<Clock>, never>>;
export type NoChance = Expect<Equal<MembersLike<Random>, never>>;
export type NoService = Expect<Equal<MembersLike<ReadApi>, never>>;
export type NoSecrets = Expect<Equal<MembersLike<SecretSource>, never>>;

export function ask(context: PlanContext): void {
  // @ts-expect-error the moment is a value that was taken before
  void context.clock;
}
