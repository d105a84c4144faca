import type { Reading } from "../other-reading.ts";

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Fields = Record<string, Value>;

export interface OtherUser {
  id: string;
  displayName: string;
  email: string;
  roles: string[];
  /** Came from the PBX: has `customer.user.pbx`, whatever is written. */
  imported: boolean;
}

export interface OtherCustomer {
  id: string;
  fields: Fields;
  pbxs: Fields[];
  users: OtherUser[];
  pending: { at: number; user: OtherUser }[];
  deleted: boolean;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly at: number;
}

export interface Person {
  readonly email: string;
  readonly displayName: string;
}

export interface OtherOptions {
  readonly reading?: Partial<Reading>;
  /** Who is on a PBX, by its account id or licence key: imported once it is attached to a customer. */
  readonly onPbx?: Readonly<Record<string, readonly Person[]>>;
  readonly token?: string;
  /** Milliseconds between a request and its answer. */
  readonly latency?: number;
  /** May answer in the service's place: a status, and a body. */
  readonly intercept?: (seen: { method: string; path: string; count: number }) => Interception | undefined;
}

export interface Interception {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** Cut the connection: before the request is carried out, or after. */
  readonly cut?: "before" | "after";
  readonly delay?: number;
}

export interface Reply {
  readonly status: number;
  readonly data?: Value;
  readonly pageIndex?: number;
  readonly location?: string;
  readonly bare?: boolean;
}

export interface Operation {
  readonly op: "add" | "remove" | "replace" | "test";
  readonly path: string;
  readonly value?: unknown;
}

/** The service while it runs: how it reads the documentation, and what it keeps. */
export interface World {
  readonly reading: Reading;
  readonly options: OtherOptions;
  readonly customers: OtherCustomer[];
  readonly url: () => string;
}
