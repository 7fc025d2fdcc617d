import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What runs in real time mostly waits, so it begins first, the longest before all, and the others run beside it. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      ["/e2e/fleet/", "/apps/worker/test/", ""].findIndex((part) => moduleId.includes(part));
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** `pure` needs nothing and runs in seconds; `integration` uses real PostgreSQL, queues and sockets. */
export default defineConfig({
  test: {
    sequence: { sequencer: WaitingFirst },
    // PostgreSQL takes leave of hundreds of databases; a busy machine needs more than the usual ten seconds for that.
    teardownTimeout: 60_000,
    projects: [
      {
        test: {
          name: "pure",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
          exclude: ["**/*.int.test.ts", "**/node_modules/**"],
          setupFiles: ["vitest.setup.ts"],
          // Pure tests leave nothing behind, so they share their modules: a third of the time.
          isolate: false,
          // Left to itself, vitest keeps one core free: of two cores, half.
          maxWorkers: "100%",
          // They take milliseconds; a machine that does ten other things must not fail them.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: [
            "packages/*/{src,test}/**/*.int.test.ts",
            "apps/*/{src,test}/**/*.int.test.ts",
            "e2e/fleet/*.int.test.ts",
          ],
          exclude: ["**/node_modules/**"],
          // They share their modules as well: to load them anew for each file cost as much as a third of the tests.
          isolate: false,
          setupFiles: ["vitest.setup.ts"],
          globalSetup: ["packages/testing/src/global-setup.ts"],
          // More than what they wait for, so that it is the wait that says what did not come.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Twice the cores of the machine that checks every change: much of the time is waited for.
          maxWorkers: 4,
          // After the pure tests, which use every core.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
