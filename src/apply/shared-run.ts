/** What all customers of one apply share: what one learns of the service holds for the others. */
export interface SharedRun {
  /** A1: what became of the configured spelling of the admin role. */
  readonly spelling: AdminSpelling;
  /** The service refused the credentials: nothing more is started. */
  isOver: boolean;
}

interface AdminSpelling {
  /** `works`: a user was written behind an admin of one spelling. `both`: it took both. `useless`: both did not help. */
  verdict: "untested" | "works" | "both" | "useless";
}

/** What an apply knows of the service when it begins: nothing. */
export function newSharedRun(): SharedRun {
  return { spelling: { verdict: "untested" }, isOver: false };
}
