/**
 * The value of a secret. It is no string and no JSON, so that it can stand in no field, plan, report or document; whoever
 * puts it into a request or a fingerprint reveals it there. Printed by accident, it says `[secret]`.
 */
export class SecretText {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }
}

const MASK = "[secret]";
