/**
 * `npm run test:faults`: prepares the checkout, takes away under a running product what it stands on, and ends in the
 * line "N passed, N failed". What hardly depends on where the queue is is played on one of them; with `--thorough`
 * everything on both, and the storm in full. With `--write` the table in docs/reliability.md tells what happened. Some
 * of them alone, by a part of their title: npm run test:faults -- "stores, queue on Redis"
 */
import "./setup/node-version.mjs";
import { parseArgs } from "node:util";
import { prepare } from "./setup/prepare.mjs";
import { runVitest } from "./setup/run-tests.mjs";
import { say } from "./setup/say.mjs";

const { values, positionals } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    thorough: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const [only = ""] = positionals;
await prepare({ build: "everything" });

say("Playing the faults …");
const { passed, failed } = await runVitest(["--config", "e2e/faults/vitest.config.ts", "--root", "."], {
  FAULTS_ONLY: only,
  FAULTS_WRITE: values.write ? "1" : "",
  FAULTS_THOROUGH: values.thorough ? "1" : "",
});
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
