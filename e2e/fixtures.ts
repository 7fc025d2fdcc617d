import { test as base } from "@playwright/test";
import { resolveBrowser } from "./browser.ts";
import { openStage, type Stage } from "./stage/open-stage.ts";
import { openWorkspace, type Workspace } from "./stage/workspace.ts";

type WorkerFixtures = { stage: Stage };
type TestFixtures = { workspace: Workspace };

/** The product runs once for each worker; every test has a workspace of its own in it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const stage = await openStage();
      await use(stage);
      await stage.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  workspace: async ({ stage }, use) => {
    await use(await openWorkspace(stage));
  },
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const { executablePath, env } = await resolveBrowser();
      await use({ executablePath, env: env as Record<string, string>, args: ["--no-sandbox"] });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stage }, use) => {
    await use(stage.product.baseUrl);
  },
});

export { expect } from "@playwright/test";
