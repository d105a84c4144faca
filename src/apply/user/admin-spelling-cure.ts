import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { UserId } from "../../model/ids.ts";
import type { UserChange } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import { ApiError } from "../../remote/api.ts";
import type { ApplyOptions } from "../context/options.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { roleOps } from "../write/patch-ops.ts";

/** Runs a user's write and, when its refusal looks as if there were no admin, cures that and runs it once more. */
export type SpellingGuard = (change: UserChange, write: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * A1, for a service that stores one spelling of the admin role and counts the other: it lets the admin be made and then
 * refuses every other user, as if there were none. The admins that a run has made are then given the other spelling of
 * the role they were to have, once per customer, and the refused write is sent once more.
 * One for all customers of an apply: what it finds out about the spelling applies to the others.
 */
export class AdminSpellingCure {
  readonly #options: Pick<ApplyOptions, "dialect" | "mayMeanExists">;
  /** `works`: a user was written behind an admin of one spelling. `both`: it took both. `useless`: both did not help. */
  #verdict: "untested" | "works" | "both" | "useless" = "untested";

  constructor(options: Pick<ApplyOptions, "dialect" | "mayMeanExists">) {
    this.#options = options;
  }

  /** The guard of one customer's user writes. `give` is asked at most once: whether an admin got the other spelling. */
  guard(give: () => Promise<boolean>): SpellingGuard {
    let given: Promise<boolean> | undefined;
    return async (change, write) => {
      // The admins themselves are what is written before wave 4.
      if (change.wave < 4) return write();
      try {
        const outcome = await write();
        if (outcome.status === "done" && this.#verdict === "untested") this.#verdict = "works";
        return outcome;
      } catch (error) {
        if (!this.#looksLikeNoAdmin(error, change)) throw error;
        given ??= give();
        if (!(await given)) throw error;
        return this.#writeAgain(write);
      }
    };
  }

  /** A9: the refusal's status is not documented; anything that could be "exists already" could be it, too. */
  #looksLikeNoAdmin(error: unknown, { roles }: UserChange): boolean {
    if (!(error instanceof ApiError) || error.kind !== "refused") return false;
    const { dialect, mayMeanExists } = this.#options;
    const { status, message = "" } = error.request;
    const isOpen = this.#verdict === "untested" || this.#verdict === "both";
    return isOpen && mayMeanExists(status) && dialect.mayMeanNoAdmin(message, roles.add);
  }

  async #writeAgain(write: () => Promise<Outcome>): Promise<Outcome> {
    try {
      const outcome = await write();
      this.#verdict = "both";
      return outcome;
    } catch (error) {
      if (this.#verdict === "untested") this.#verdict = "useless";
      throw error;
    }
  }
}

/** Adds the other spelling to an admin that this run has made; false when there is none, or the service refuses it. */
export async function giveOtherSpelling(
  api: TenantApi,
  admin: UserId | undefined,
  dialect: AdminDialect,
): Promise<boolean> {
  if (admin === undefined) return false;
  try {
    // Somebody may have demoted them meanwhile: then it is not for us to make an admin again.
    const roles = (await api.user(admin))?.roles;
    if (roles && (!dialect.isAdmin(roles) || roles.includes(dialect.otherSpelling))) return false;
    await api.patchUser(admin, roleOps([dialect.otherSpelling]));
    return true;
  } catch (refused) {
    if (refused instanceof ApiError && refused.kind === "refused") return false;
    throw refused;
  }
}
