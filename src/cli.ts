#!/usr/bin/env node
import { TOOL_VERSION } from "./commands/frame/tool-version.ts";

// The version costs nothing but this file; everything else is loaded when it is needed.
if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2] ?? "")) {
  process.stdout.write(`${TOOL_VERSION}\n`);
} else {
  const { realIo } = await import("./commands/frame/real-io.ts");
  const { run } = await import("./commands/run.ts");
  process.exitCode = await run(realIo(process));
}
