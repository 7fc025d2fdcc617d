/**
 * `npm test`: prepares the checkout, runs every test, and ends in the line "N passed, N failed".
 * Arguments go to vitest and leave the browser's journeys out: npm test -- packages/domain
 */
import "./setup/node-version.mjs";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { prepare } from "./setup/prepare.mjs";
import { say } from "./setup/say.mjs";

const selection = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), "rollcall-reports-"));
const total = { passed: 0, failed: 0 };

await prepare({ build: "everything" });

say("Running the tests …");
const vitestReport = join(reports, "vitest.json");
const vitestCode = await run("node_modules/vitest/vitest.mjs", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${vitestReport}`,
  ...selection,
]);
addUp(vitestCode, countVitest(readReport(vitestReport)));

if (selection.length === 0 && existsSync(join(root, "e2e/playwright.config.ts"))) {
  say("Running the journeys in a browser …");
  const playwrightReport = join(reports, "playwright.json");
  const playwrightCode = await run(
    "node_modules/@playwright/test/cli.js",
    ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  );
  addUp(playwrightCode, countPlaywright(readReport(playwrightReport)));
}

rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, program), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

// A file that could not even be loaded has no tests in the report, and is a failure all the same.
function countVitest(report) {
  const unloadable = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: report?.numPassedTests ?? 0, failed: (report?.numFailedTests ?? 0) + unloadable.length };
}

function countPlaywright(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {};
  return { passed: expected, failed: unexpected + flaky };
}

// A runner that ends badly without a failed test (an error outside of tests, no report) counts as one failure.
function addUp(code, { passed, failed }) {
  total.passed += passed;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}
