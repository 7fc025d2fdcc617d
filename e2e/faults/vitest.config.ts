import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/faults/*.test.ts"],
    // What is played in one file waits as what is played in another does.
    maxWorkers: 2,
    // Until then a house waits for what never comes, and its own words are the better ones.
    teardownTimeout: 60_000,
  },
});
