import type { Clock, Random } from "../../model/ports/clock.ts";

/** Everything a command may reach outside of itself; `cli.ts` makes the real one, tests their own. */
export interface Io {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: string;
  readonly hostname: string;
  readonly process: {
    readonly pid: number;
    readonly platform: string;
    kill(pid: number, signal: 0): boolean;
  };
  readonly nodeVersion: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The result, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Everything that is said to a person. */
  readonly stderr: (text: string) => void;
  /** Receives every secret and token that is used, so that it is masked if it ever reaches stderr. */
  readonly registerSecret: (value: string | undefined) => void;
  /** Masks what was learnt. */
  readonly redact: (text: string) => string;
  /** Whether a person is at the terminal and can be asked. */
  readonly isInteractive: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly width: number;
  /** Asks on the terminal; resolves to what was typed. */
  ask(question: string): Promise<string>;
  /** Calls back on SIGINT and SIGTERM, in place of the default; the returned function undoes it. */
  onSignal(handler: () => void): () => void;
}
