import type { Fields } from "./state.ts";

/** What a new object has when its creator says nothing (CONTRACT.md section 4.1; "inherited" is the reseller's). */
export const settings = {
  customerDefaults: {
    name: "",
    description: "",
    reference: "",
    enabled: false,
    timezone: "America/New_York",
    countryCode: "US",
    features: { agent: 0, device: 0 },
    tenantProfileType: null,
    trialDuration: 0,
    syncAcdAgentWithPbx: false,
    sendNewUserEmail: true,
    sendConnectWelcomeEmail: true,
  } satisfies Fields,
  /** The newest documented limit of a request body, in bytes, is none; this one keeps a mistake from filling the memory. */
  bodyLimit: 1_048_576,
} as const;
