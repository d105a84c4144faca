/** Where the bearer token of a request comes from; auth/ implements it, remote/ uses it. */
export interface AccessTokens {
  /** A token that is believed to be good now; renewed beforehand when it is about to expire. */
  current(): Promise<string>;
  /** The service refused `rejected` with a 401: a newer token, or undefined when there is no way to get one. */
  renew(rejected: string): Promise<string | undefined>;
}
