import type { CustomerPlan } from "../../model/plan/plan.ts";
import {
  giveOtherSpelling,
  type AdminSpellingCure,
  type SpellingGuard,
} from "../user/admin-spelling-cure.ts";
import { createUserWriter, type WriteUser } from "../user/write-user.ts";
import { createPerform, type Perform } from "../write/perform.ts";
import { createChangeJournal } from "../write/intents.ts";
import type { ApplyOptions, Emit } from "./options.ts";
import { CustomerProgress } from "./progress.ts";
import { createTenantApi, type TenantApi } from "./tenant-api.ts";

/** What the handlers of one customer's changes work with. Only `progress` changes while they do. */
export interface CustomerContext {
  readonly plan: CustomerPlan;
  readonly options: ApplyOptions;
  readonly progress: CustomerProgress;
  readonly api: TenantApi;
  /** Carries out one write from its begin to its confirmation. */
  readonly perform: Perform;
  /** Runs a user's write; see AdminSpellingCure. */
  readonly guardSpelling: SpellingGuard;
  readonly writeUser: WriteUser;
}

/** The context of a customer whose apply begins; `cure` is one for all customers of the apply. */
export function createContext(
  plan: CustomerPlan,
  options: ApplyOptions,
  cure: AdminSpellingCure,
  emit: Emit,
): CustomerContext {
  const progress = new CustomerProgress(plan, emit);
  const api = createTenantApi(options.api, () => progress.tenantId);
  const journal = createChangeJournal(options.journal, plan.reference, () => progress.tenantId);
  const parts = {
    options,
    progress,
    api,
    perform: createPerform(journal, options),
    guardSpelling: cure.guard(() => giveOtherSpelling(api, progress.writtenAdmins()[0], options.dialect)),
  };
  return { ...parts, plan, writeUser: createUserWriter(parts) };
}
