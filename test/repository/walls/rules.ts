/** The rules of ARCHITECTURE.md about who may import whom, as tables. A folder stands for all that is in it. */

/**
 * The modules of `src/`, and what each may import beside itself. `commands` puts the others together; no other module knows
 * two branches, but `apply`, which walks a plan against the interface of the service.
 */
export const MODULES: Readonly<Record<string, readonly string[]>> = {
  "cli.ts": ["commands"],
  commands: ["model", "manifests", "remote", "auth", "state", "plan", "apply", "report", "emulator"],
  model: [],
  manifests: ["model"],
  remote: ["model"],
  auth: ["model"],
  state: ["model"],
  plan: ["model"],
  apply: ["model", "plan", "remote/api.ts"],
  report: ["model"],
  emulator: ["model"],
};

/** Directions inside a module: what an alcove never imports. */
export const NEVER: readonly (readonly [from: string, never: readonly string[]])[] = [
  ["commands/frame", ["session", "saved-plan", "plan", "apply", "import", "account", "check"].map(command)],
  ["commands/session", ["saved-plan", "plan", "apply", "import", "account", "check"].map(command)],
  ["commands/saved-plan", ["plan", "apply", "import", "account", "check"].map(command)],
  ["commands/plan", ["apply", "import", "account", "check"].map(command)],
  ["commands/apply", ["import", "account", "check"].map(command)],
  ["commands/import", ["saved-plan", "plan", "apply", "account", "check"].map(command)],
  ["commands/account", ["saved-plan", "plan", "apply", "import", "check"].map(command)],
  ["commands/check", ["saved-plan", "plan", "apply", "import", "account"].map(command)],
  ["model/async", ["model/customer", "model/plan", "model/text"]],
  ["model/text", ["model/customer", "model/plan", "model/async", "model/ports"]],
  ["manifests/yaml", ["manifests/configuration", "manifests/rules", "manifests/render"]],
  ["manifests/configuration", ["manifests/rules", "manifests/render"]],
  ["manifests/rules", ["manifests/render"]],
  ["manifests/render", ["manifests/configuration"]],
  ["remote/codec", ["remote/wire", "remote/observe"]],
  ["remote/wire", ["remote/observe"]],
  ["auth/tokens", ["auth/secrets", "auth/doctor"]],
  ["auth/login", ["auth/doctor"]],
  ["auth/secrets", ["auth/login", "auth/doctor"]],
  ["state/file", ["state/git", "state/memory"]],
  ["state/git", ["state/file", "state/memory"]],
  ["state/memory", ["state/git"]],
  ["plan/customer", ["plan/pbx", "plan/user", "plan/risk", "plan/saved"]],
  ["plan/pbx", ["plan/customer", "plan/user", "plan/risk", "plan/saved"]],
  ["plan/user", ["plan/customer", "plan/pbx", "plan/risk", "plan/saved"]],
  ["plan/risk", ["plan/customer", "plan/pbx", "plan/user", "plan/saved"]],
  ["plan/saved", ["plan/customer", "plan/pbx", "plan/user", "plan/risk"]],
  ["apply/write", ["apply/customer", "apply/pbx", "apply/user"]],
  ["apply/customer", ["apply/pbx", "apply/user"]],
  ["apply/pbx", ["apply/customer", "apply/user"]],
  ["apply/user", ["apply/customer", "apply/pbx"]],
  ["report/wording", ["report/lines", "report/text", "report/markdown", "report/json", "report/annotations"]],
  ["report/lines", ["report/text", "report/markdown", "report/json", "report/annotations"]],
  ["report/text", ["report/markdown", "report/json", "report/annotations"]],
  ["report/markdown", ["report/json", "report/annotations"]],
  ["report/annotations", ["report/markdown", "report/json"]],
  ["emulator/switches", ["world", "wire", "rules", "resources", "faults", "login"].map(emulator)],
  ["emulator/world", ["wire", "rules", "resources", "faults", "login"].map(emulator)],
  ["emulator/wire", ["rules", "resources", "faults", "login"].map(emulator)],
  ["emulator/rules", ["resources", "faults", "login"].map(emulator)],
  ["emulator/resources", ["faults", "login"].map(emulator)],
  ["emulator/faults", ["world", "rules", "resources", "login"].map(emulator)],
  ["emulator/login", ["rules", "resources", "faults"].map(emulator)],
];

/** Packages, and the folders or files that may import them. What is not listed is imported by nobody. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  ajv: ["manifests/schema/schema-diagnostics.ts", "emulator/world/seed-check.ts"],
  commander: ["commands/program.ts", "commands/run.ts", "commands/frame"],
  "fast-json-patch": ["plan/saved"],
  "fast-string-width": ["report/layout.ts"],
  leven: ["model/text/nearest.ts"],
  "openid-client": ["auth/login", "auth/tokens"],
  undici: ["remote/wire/http.ts"],
  yaml: ["manifests/yaml", "manifests/render"],
  "#schemas": ["model", "manifests", "state", "auth", "emulator", "report", "commands"],
  "node:child_process": ["auth/login/browser.ts", "state/git/git.ts"],
  "node:crypto": ["state", "emulator/login", "commands/session/sha256.ts"],
  "node:events": ["remote/connect.ts", "commands/session/signals.ts"],
  "node:fs": [
    "auth/secrets/secrets.ts",
    "manifests/yaml/files.ts",
    "manifests/yaml/git-files.ts",
    "state/file",
    "state/memory/journal-log.ts",
    "state/open-state.ts",
    "commands",
  ],
  "node:http": ["auth/login/callback-server.ts", "emulator/server.ts"],
  "node:os": ["commands/frame/real-io.ts", "state/git/git.ts"],
  "node:path": ["auth/secrets/secrets.ts", "manifests", "state", "commands"],
  "node:readline": ["commands/frame/real-io.ts"],
  "node:timers": ["commands/frame/real-io.ts"],
};

/** Ports that a module cannot ask for, not even as a type: planning has no clock, no chance, no service and no secrets. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  plan: ["Clock", "Random", "Api", "ReadApi", "Transport", "SecretSource", "SecretText", "StateStore"],
  report: ["Clock", "Random", "Api", "ReadApi", "Transport", "SecretSource", "SecretText", "StateStore"],
  "model/plan": ["Clock", "Random", "Transport", "SecretSource", "SecretText", "StateStore"],
};

/** What reaches outside of the program without an import, and the files or folders where it may. */
export const GLOBALS: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly in: readonly string[];
}[] = [
  { name: "process", pattern: /(?<![.\w])process\b(?=[.[)(])/, in: ["cli.ts", "commands/frame/real-io.ts"] },
  { name: "console", pattern: /(?<![.\w])console\b(?=[.[])/, in: [] },
  {
    name: "the time of day",
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\./,
    in: ["commands/frame/real-io.ts"],
  },
  { name: "chance", pattern: /\bMath\.random\b/, in: ["commands/frame/real-io.ts"] },
  {
    name: "a timer",
    pattern: /(?<![.\w])set(?:Timeout|Interval|Immediate)\(/,
    in: ["remote/wire/http.ts", "commands/frame/real-io.ts"],
  },
  {
    name: "the value of a secret",
    pattern: /\.reveal\(\)/,
    in: ["apply/write", "state/memory/fingerprint.ts", "commands/session/open-secrets.ts"],
  },
  {
    name: "a new secret",
    pattern: /\bnew SecretText\(/,
    in: ["auth/secrets/secrets.ts", "commands/session/open-secrets.ts"],
  },
  { name: "fetch", pattern: /(?<![.\w])fetch\(/, in: ["auth/login/guarded-fetch.ts"] },
];

function command(alcove: string): string {
  return `commands/${alcove}`;
}

function emulator(alcove: string): string {
  return `emulator/${alcove}`;
}
