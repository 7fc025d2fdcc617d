import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/faults/*.test.ts"],
    // Until then a house waits for what never comes, and its own words are the better ones.
    teardownTimeout: 60_000,
  },
});
