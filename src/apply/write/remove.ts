import type { Outcome } from "../../model/plan/outcome.ts";
import { ApiError, type Written } from "../../remote/api.ts";
import type { Step } from "./perform.ts";

/** A removal, and how to see that its object is gone. */
export interface Removal {
  readonly send: () => Promise<Written<void>>;
  readonly isGone: () => Promise<boolean>;
  /** Whether a 404 may be about the customer instead of the object: then it is looked at before it is believed. */
  readonly doubts404: boolean;
}

/** A removal as a write that is done once; an object that is gone already needs nothing. */
export function removal({ send, isGone, doubts404 }: Removal): Omit<Step<Removed>, "change"> {
  return {
    async send() {
      try {
        return { live: "removed", request: (await send()).request };
      } catch (error) {
        if (!(error instanceof ApiError) || error.request.status !== 404) throw error;
        if (doubts404 && !(await isGone())) throw error;
        return { live: "gone already", request: error.request };
      }
    },
    readBack: async () => ((await isGone()) ? "removed" : undefined),
    lagMs: 0,
    after: async ({ live, request }): Promise<Outcome> =>
      live === "removed" ? { status: "done", request } : { status: "done", request, note: "already gone" },
  };
}

type Removed = "removed" | "gone already";
