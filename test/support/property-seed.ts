import fc from "fast-check";

/** Property tests draw the same values every time, so that a change and not chance decides; `PROPERTY_SEED=N` draws others. */
const seed = Number(process.env["PROPERTY_SEED"] ?? 20_261_122);
fc.configureGlobal({ seed });
