/** A change as a saved plan spells it (schemas/plan.schema.json), as far as its approval depends on it. */
export interface ChangeRecord {
  readonly action: string;
  readonly kind: string;
  readonly key: string;
  /** The id of the live object that it was made for. */
  readonly objectId?: string;
  readonly wave: number;
  readonly fields: readonly FieldRecord[];
  readonly roles?: RoleRecord;
}

/** A field; without `before` the object did not exist. */
export interface FieldRecord {
  readonly name: string;
  readonly before?: unknown;
  readonly after: unknown;
}

interface RoleRecord {
  readonly held?: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}
