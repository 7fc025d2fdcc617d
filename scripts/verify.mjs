/**
 * `npm run verify`: what can be known without starting anything, in under a minute. Exits 1 when a step fails.
 * `--without-tests` is for whoever runs all tests anyway.
 */
import "./setup/node-version.mjs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { prepare } from "./setup/prepare.mjs";
import { tryProgram } from "./setup/run-program.mjs";

const node = (script, ...args) => ({ command: process.execPath, args: [join(root, script), ...args] });

const steps = [
  { name: "types", ...node("scripts/typecheck.mjs") },
  { name: "pure tests", ...node("node_modules/vitest/vitest.mjs", "run", "--project", "pure") },
  { name: "format and lint", ...node("node_modules/@biomejs/biome/bin/biome", "check", ".") },
  { name: "dead code", ...node("node_modules/knip/bin/knip.js") },
  {
    name: "import boundaries",
    ...node("node_modules/turbo/bin/turbo", "boundaries"),
    env: { TURBO_TELEMETRY_DISABLED: "1" },
  },
  { name: "lockfile", ...node("scripts/complete-lock.mjs", "--check") },
  { name: "environment", ...node("scripts/run.mjs", "scripts/check-env.ts") },
];

await prepare();
const startedAt = Date.now();
const isWithoutTests = process.argv.includes("--without-tests");
const waiting = steps.filter(({ name }) => !(isWithoutTests && name === "pure tests"));
let hasFailed = false;

async function runNext() {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const stepStartedAt = Date.now();
    const { code, output } = await tryProgram(step.command, step.args, { env: step.env });
    const seconds = ((Date.now() - stepStartedAt) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? "ok    " : "FAILED"}  ${step.name} (${seconds} s)\n`);
    if (code === 0) continue;
    hasFailed = true;
    process.stdout.write(`${output}\n`);
  }
}

await Promise.all([runNext(), runNext()]);
process.stdout.write(`${hasFailed ? "FAILED" : "ok"} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
process.exitCode = hasFailed ? 1 : 0;
