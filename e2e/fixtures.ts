import { writeFile } from "node:fs/promises";
import { test as base, expect, type Page } from "@playwright/test";
import { resolveBrowser } from "./browser.ts";
import { openStage, type Stage } from "./stage/open-stage.ts";
import { openWorkspace, readCookies, type Workspace } from "./stage/workspace.ts";

type WorkerFixtures = { stage: Stage };
type TestFixtures = { workspace: Workspace; signedIn: Page; logOfFailure: undefined };

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
    const workspace = await openWorkspace(stage);
    await use(workspace);
    await workspace.close();
  },
  logOfFailure: [
    async ({ stage }, use, testInfo) => {
      await use(undefined);
      if (testInfo.status === testInfo.expectedStatus) return;
      const path = testInfo.outputPath("product.log");
      await writeFile(path, stage.product.output());
      await testInfo.attach("log of the product", { path, contentType: "text/plain" });
    },
    { auto: true },
  ],
  /** A page of the workspace's owner. */
  signedIn: async ({ page, workspace, stage }, use) => {
    await page.context().addCookies(readCookies(workspace.cookie, stage.product.baseUrl));
    await use(page);
  },
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const { executablePath, env } = await resolveBrowser();
      await use({ executablePath, env: env as Record<string, string>, args: ["--no-sandbox"] });
    },
    { scope: "worker" },
  ],
  browser: [
    async ({ playwright, browserName, launchOptions }, use) => {
      const launch = () => playwright[browserName].launch(launchOptions);
      // A browser that crashes as it starts, on a machine that is short of everything, says nothing about a page.
      const browser = await launch().catch((error) => {
        if (!/signal=SIG(SEGV|BUS|ILL|TRAP)/.test(String(error))) throw error;
        return launch();
      });
      await use(browser);
      await browser.close();
    },
    { scope: "worker", timeout: 0 },
  ],
  baseURL: async ({ stage }, use) => {
    await use(stage.product.baseUrl);
  },
});

export { expect };

/** Waits until keys are listened to, which is when the page names them: what is pressed before goes nowhere. */
export async function waitForKeys(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Search and commands" })).toHaveText(/(Ctrl |⌘)K$/);
}
