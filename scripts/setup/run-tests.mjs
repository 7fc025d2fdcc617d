import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./paths.mjs";

/** Runs vitest with these arguments; gives back how many tests passed and failed. */
export async function runVitest(args, env = {}) {
  const { code, report } = await runWithReport((file) => ({
    program: "node_modules/vitest/vitest.mjs",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...args],
    env,
  }));
  // A file that could not even be loaded has no tests in the report, and is a failure all the same.
  const unloadable = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return settle(code, report?.numPassedTests ?? 0, (report?.numFailedTests ?? 0) + unloadable.length);
}

/** Runs Playwright with this config; gives back how many tests passed and failed. */
export async function runPlaywright(config) {
  const { code, report } = await runWithReport((file) => ({
    program: "node_modules/@playwright/test/cli.js",
    args: ["test", "--config", config, "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  }));
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {};
  return settle(code, expected, unexpected + flaky);
}

// A runner that ends badly without a failed test (an error outside of tests, no report) counts as one failure.
function settle(code, passed, failed) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function runWithReport(describe) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-reports-"));
  const file = join(folder, "report.json");
  const { program, args, env } = describe(file);
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, program), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  rmSync(folder, { recursive: true, force: true });
  return { code, report };
}
