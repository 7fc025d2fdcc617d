import { defineConfig } from "@playwright/test";

/** Every worker starts a product of its own, which mostly waits: four are what two cores can carry. */
export default defineConfig({
  testDir: ".",
  testMatch: ["acceptance/**/*.spec.ts", "journeys/**/*.spec.ts"],
  outputDir: "test-results",
  fullyParallel: true,
  workers: 4,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // A machine that does ten other things is waited for.
  expect: { timeout: 45_000 },
  reporter: "list",
  use: { trace: "off", video: "off", screenshot: "only-on-failure" },
});
