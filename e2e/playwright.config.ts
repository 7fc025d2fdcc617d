import { defineConfig } from "@playwright/test";

/** Every worker starts a product of its own, which mostly waits: six leave two cores room. */
export default defineConfig({
  testDir: ".",
  testMatch: ["acceptance/**/*.spec.ts", "journeys/**/*.spec.ts"],
  outputDir: "test-results",
  fullyParallel: true,
  workers: 6,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // A machine that does ten other things is waited for.
  expect: { timeout: 45_000 },
  reporter: "list",
  use: { trace: "off", video: "off", screenshot: "only-on-failure" },
});
