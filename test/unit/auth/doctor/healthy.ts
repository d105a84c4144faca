/** A set-up in which every check of the doctor is ok. */
import type { DoctorInputs } from "../../../../src/auth/doctor/check.ts";
import type { TokenStatus } from "../../../../src/auth/tokens/token-status.ts";
import { manualClock } from "../manual-clock.ts";
import { memoryStore } from "../tokens/memory-store.ts";

export const NOW = Date.UTC(2026, 10, 22);
export const TOKEN: TokenStatus = {
  source: "the token store",
  expiresAt: NOW + 3_600_000,
  scopes: ["openid", "onboarding"],
  renewable: true,
};
export const HEALTHY: DoctorInputs = {
  configuration: {
    file: "dimctl.yaml",
    environment: "production",
    api: "https://api.example",
    login: "https://login.example",
    diagnostics: [],
  },
  env: {
    DIMENSIONS_CLIENT_ID: "id",
    DIMENSIONS_CLIENT_SECRET: "hunter2",
    DIMCTL_SECRET_A: "hunter2",
    PATH: "/bin",
  },
  clock: manualClock(NOW),
  versions: { node: "v20.19.0", dimctl: "0.1.0", neededNode: "20.19" },
  store: memoryStore(),
  storeProblems: [],
  probe: async (url) => ({ status: url.includes("api") ? 401 : 200, durationMs: 41.6, date: NOW - 1000 }),
  token: async () => TOKEN,
  customers: async function* customers() {
    yield {};
  },
};
