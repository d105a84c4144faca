import type { Change, ObjectKey } from "../../model/plan/change.ts";
import type { TenantId, UserId } from "../../model/ids.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import type { Emit } from "./options.ts";

/** How far the apply of one customer has come: all that changes while it goes on, and what is reported of it. */
export class CustomerProgress {
  readonly #plan: CustomerPlan;
  readonly #emit: Emit;
  readonly #outcomes = new Map<Change, Outcome>();
  readonly #admins: Set<UserId>;
  readonly #writtenUsers = new Map<ObjectKey, UserId>();
  #tenantId: TenantId | undefined;
  #importsPeople = false;

  constructor(plan: CustomerPlan, emit: Emit) {
    this.#plan = plan;
    this.#emit = emit;
    this.#tenantId = plan.tenantId;
    this.#admins = new Set(plan.confirmedAdmins);
  }

  /** undefined until the customer exists: known from the start, or from the create in wave 1. */
  get tenantId(): TenantId | undefined {
    return this.#tenantId;
  }

  enterTenant(tenantId: TenantId): void {
    this.#tenantId = tenantId;
  }

  /** Whether people may come by a PBX import at any time: this run has attached or enabled a PBX (guide step 2). */
  get importsPeople(): boolean {
    return this.#importsPeople;
  }

  expectImport(): void {
    this.#importsPeople = true;
  }

  start(change: Change): void {
    this.#emit({ type: "started", reference: this.#plan.reference, change });
  }

  wait(change: Change, text: string): void {
    this.#emit({ type: "waiting", reference: this.#plan.reference, change, text });
  }

  /** Keeps what became of a change, without a word: the run is about to end. */
  record(change: Change, outcome: Outcome): void {
    this.#outcomes.set(change, outcome);
  }

  finish(change: Change, outcome: Outcome): void {
    this.record(change, outcome);
    this.#emit({ type: "finished", reference: this.#plan.reference, change, outcome });
  }

  outcome(change: Change): Outcome | undefined {
    return this.#outcomes.get(change);
  }

  /** The first change that was not carried out to its end: what comes after it is held. */
  failure(): Change | undefined {
    return [...this.#outcomes].find(([, { status }]) => status === "failed" || status === "unknown")?.[0];
  }

  done(): readonly Change[] {
    return [...this.#outcomes].filter(([, { status }]) => status === "done").map(([change]) => change);
  }

  /** Whether the service has confirmed an admin: seen by the plan, or read back after wave 3. */
  get hasAdmin(): boolean {
    return this.#admins.size > 0;
  }

  confirmAdmin(userId: UserId): void {
    this.#admins.add(userId);
  }

  registerUser(key: ObjectKey, userId: UserId): void {
    this.#writtenUsers.set(key, userId);
  }

  /** The admins that this run has written, in the order of the plan. */
  writtenAdmins(): readonly UserId[] {
    return this.#plan.changes
      .filter((change) => change.kind === "user" && change.wave === 3)
      .map((change) => this.#writtenUsers.get(change.key))
      .filter((userId) => userId !== undefined);
  }

  /** Every user who may be an admin by now; only a read confirms it. */
  possibleAdmins(): readonly UserId[] {
    return [...new Set([...this.#admins, ...this.#writtenUsers.values()])];
  }
}
