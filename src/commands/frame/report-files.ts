import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { errorCode } from "../../model/network/error-code.ts";
import { FORMATS, type Format } from "../../report/reporters.ts";
import type { Io } from "./io.ts";

/** A further copy of the report, in a format and a file of its own. */
export interface ReportFile {
  readonly format: Format;
  readonly path: string;
}

/** Reads `markdown=summary.md`, the value of `--report`, behind those given before. */
export function reportFile(text: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  const parsed = parse(text);
  if (parsed === undefined)
    throw new InvalidArgumentError(`must be FORMAT=FILE; formats: ${FORMATS.join(", ")}.`);
  return [...before, parsed];
}

/** Every `--report` of a call, also of one whose arguments as a whole cannot be understood. */
function readReportFiles(argv: readonly string[]): readonly ReportFile[] {
  return argv.flatMap((word, index) => {
    const value = word === "--report" ? argv[index + 1] : word.match(/^--report=(.*)$/su)?.[1];
    const parsed = value === undefined ? undefined : parse(value);
    return parsed === undefined ? [] : [parsed];
  });
}

/**
 * Writes the reports that `--report` asks for. A file that cannot be written is reported only: it must not hide what an
 * apply did.
 */
export function writeReports(render: (format: Format) => string, io: Io): void {
  for (const { format, path } of readReportFiles(io.argv)) {
    try {
      writeFileSync(resolve(io.cwd, path), `${render(format)}\n`, { mode: 0o600 });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      io.stderr(`Cannot write the report to ${JSON.stringify(path)}.\n`);
    }
  }
}

function parse(text: string): ReportFile | undefined {
  const [word, path] = text.split(/=(.*)/su);
  const format = FORMATS.find((known) => known === word);
  return format === undefined || path === undefined || path === "" ? undefined : { format, path };
}
