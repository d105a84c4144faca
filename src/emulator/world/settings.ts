import { CUSTOMER_FIELDS } from "../../model/customer/kinds.ts";
import type { Fields } from "./state.ts";

/** What a new customer has from its reseller (CONTRACT.md section 4.1: "inherited"). */
const INHERITED: Fields = {
  timezone: "America/New_York",
  countryCode: "US",
  features: { agent: 0, device: 0 },
};

/** What a new object has when its creator says nothing. */
export const settings = {
  customerDefaults: customerDefaults(),
  /** The newest documented limit of a request body, in bytes, is none; this one keeps a mistake from filling the memory. */
  bodyLimit: 1_048_576,
} as const;

/** The documented presets by wire key, null where none is documented, and what is inherited. */
function customerDefaults(): Fields {
  const rows = CUSTOMER_FIELDS.map(({ path, preset }) => [path.split("/")[1] ?? "", preset ?? null] as const);
  return { ...Object.fromEntries(rows), ...INHERITED, reference: "" };
}
