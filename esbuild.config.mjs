// Bundles our own code into a few chunks: loading some 250 small files costs every command a tenth of a second.
// Dependencies stay what they are: packages, pinned by the lock file.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist/chunks", { recursive: true, force: true });
await build({
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  // The compiled schemas are ours, though they are reached like a package.
  alias: { "#schemas": "./dist/schemas" },
  logLevel: "warning",
});
