/**
 * `npm test`: prepares the checkout, runs every test, and ends in the line "N passed, N failed".
 * Arguments go to vitest and leave the browser's journeys out: npm test -- packages/domain
 */
import "./setup/node-version.mjs";
import { prepare } from "./setup/prepare.mjs";
import { runPlaywright, runVitest } from "./setup/run-tests.mjs";
import { say } from "./setup/say.mjs";

const selection = process.argv.slice(2);
await prepare({ build: "everything" });

say("Running the tests …");
const total = await runVitest(selection);
if (selection.length === 0) {
  say("Running the journeys in a browser …");
  const journeys = await runPlaywright("e2e/playwright.config.ts");
  total.passed += journeys.passed;
  total.failed += journeys.failed;
}

process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
