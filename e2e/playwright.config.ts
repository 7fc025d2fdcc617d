import { defineConfig } from "@playwright/test";

/** What is probed, judged and told, which goes through a queue. */
const product = ["acceptance/**/*.spec.ts", "journeys/**/*.spec.ts"];
/** What pages look like and who may do what: no queue takes part, so it is tried with the usual one, in PostgreSQL. */
const web = ["web/**/*.spec.ts"];

/** Every worker starts a product of its own, which mostly waits: six leave two cores room. */
export default defineConfig({
  testDir: ".",
  testMatch: process.env.REDIS_URL ? product : [...product, ...web],
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
