import type { ObjectKey } from "../../src/model/plan/change.ts";
import type { Change } from "../../src/model/plan/change.ts";
import type { Plan } from "../../src/model/plan/plan.ts";
import type { Json } from "../../src/model/json/json.ts";
import type { SecretText } from "../../src/model/ports/secret-text.ts";
import type { NewPbx, PatchOp } from "../../src/remote/api.ts";
import type { Equal, Expect } from "./expect-type.ts";

/** The value of a secret fits nowhere in a plan, nor in a request before it is revealed. */

/** `true` for each place in a type that takes `Wanted`. What is JSON is not looked into: JSON does not take a secret. */
type Places<Type, Wanted> = [Wanted] extends [Type]
  ? true
  : Type extends Json | undefined
    ? never
    : Type extends readonly (infer Item)[]
      ? Places<Item, Wanted>
      : Type extends ReadonlyMap<unknown, infer Value>
        ? Places<Value, Wanted>
        : Type extends ReadonlySet<infer Member>
          ? Places<Member, Wanted>
          : { [Name in keyof Type]-?: Places<Type[Name], Wanted> }[keyof Type];

export type NowhereInAPlan = Expect<Equal<Places<Plan, SecretText>, never>>;
export type NowhereInAChange = Expect<Equal<Places<Change, SecretText>, never>>;
/** The search itself finds what is there. */
export type FindsAKey = Expect<Equal<Places<Change, ObjectKey>, true>>;
export type FindsASecret = Expect<
  Equal<Places<{ a: readonly { b: Map<string, SecretText> }[] }, SecretText>, true>
>;

export function use(secret: SecretText): readonly unknown[] {
  // @ts-expect-error it is no text
  const text: string = secret;
  // @ts-expect-error it is no JSON
  const json: Json = secret;
  // @ts-expect-error it is no value of a patch
  const op: PatchOp = { op: "replace", path: "/apiKey", value: secret };
  // @ts-expect-error it is no value of a field
  const fields: NewPbx["fields"] = new Map([["apiKey", secret]]);
  const revealed: NewPbx["fields"] = new Map([["apiKey", secret.reveal()]]);
  return [text, json, op, fields, revealed];
}
