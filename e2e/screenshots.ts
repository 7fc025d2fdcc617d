/**
 * `npm run screenshots [-- <folder>]`: makes the pictures of the README from the running product, and with a folder
 * every page in both themes and at the width of a phone, to be looked at.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { waitUntil } from "@rollcall/testing/wait-until";
import { resolveBrowser } from "./browser.ts";
import { fillPages, openPages } from "./journeys/pages.ts";
import { openStage, type Stage } from "./stage/open-stage.ts";
import { openWorkspace, readCookies, type Workspace } from "./stage/workspace.ts";

const images = resolve(import.meta.dirname, "../docs/images");
const themes = ["light", "dark"] as const;
const widths = { desk: { width: 1280, height: 1240 }, phone: { width: 360, height: 740 } };

const folder = process.argv[2];
const stage = await openStage();
const { executablePath, env } = await resolveBrowser();
const browser = await chromium.launch({
  executablePath,
  env: env as Record<string, string>,
  args: ["--no-sandbox"],
});
try {
  const workspace = await openWorkspace(stage);
  const rollout = await bringRolloutHalfWay(workspace);
  mkdirSync(images, { recursive: true });
  for (const theme of themes) {
    const page = await openPage(browser, stage, workspace, theme, widths.desk);
    await shoot(page, `/deploys/${rollout.id}`, join(images, `rollout-${theme}.png`), false);
    await page.context().close();
  }
  if (folder) await shootAll(workspace, resolve(folder));
} finally {
  await browser.close();
  await stage.close();
}

/** Two of three regions are done, the third stopped with a quarter of its instances replaced. */
async function bringRolloutHalfWay({ api, watch }: Workspace) {
  const pods = await watch(
    "checkout-api",
    { pods: 8, behaviour: { version: "1.41.3", latencyMs: 90, latencyJitterMs: 120 } },
    { instance: { from: "header", name: "x-pod-name" } },
  );
  const before = await api.announce({ service: "checkout-api", version: "1.41.3" });
  await api.reach(before, "live");
  const deploy = await api.announce({
    service: "checkout-api",
    version: "1.42.0",
    progressDeadlineSeconds: 45,
    actor: "@ana",
    ref: "main",
    namespace: "shop",
    workload: "deployment/checkout-api",
    url: "https://ci.example.com/runs/812",
  });
  pods.startScenario({
    kind: "region_left_behind",
    region: "ap-south",
    version: "1.42.0",
    stepMs: 5_000,
    regionDelayMs: 8_000,
  });
  await waitUntil("the first new answer", async () => (await api.readDeploy(deploy.id)).firstSeenAt, {
    timeoutMs: 60_000,
  });
  pods.changePods({ region: "ap-south", slots: [0, 1] }, { version: "1.42.0" });
  return api.reach(deploy, "stuck", 240_000);
}

async function shootAll(workspace: Workspace, target: string): Promise<void> {
  const { paths } = await fillPages(workspace);
  for (const theme of themes)
    for (const [name, viewport] of Object.entries(widths)) {
      const place = join(target, `${theme}-${name}`);
      mkdirSync(place, { recursive: true });
      const inside = await openPage(browser, stage, workspace, theme, viewport);
      for (const path of paths) await shoot(inside, path, join(place, fileName(path)));
      await inside.context().close();
      const outside = await openPage(browser, stage, null, theme, viewport);
      for (const path of openPages) await shoot(outside, path, join(place, fileName(path)));
      await outside.context().close();
    }
}

async function openPage(
  browser: Browser,
  { product }: Stage,
  workspace: Workspace | null,
  colorScheme: "light" | "dark",
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product.baseUrl,
    colorScheme,
    viewport,
    reducedMotion: "reduce",
  });
  if (workspace) await context.addCookies(readCookies(workspace.cookie, product.baseUrl));
  return context.newPage();
}

async function shoot(page: Page, path: string, file: string, fullPage = true): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading").first().waitFor();
  // A picture is drawn to measure once React has taken over the page's first heading, and fonts have come.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("h1") ?? {}).some((key) => key.startsWith("__react")),
  );
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.screenshot({ path: file, fullPage, animations: "disabled" });
  process.stdout.write(`${file}\n`);
}

/** `/deploys/dep_01?view=table` → `deploys-id-view-table.png`. */
function fileName(path: string): string {
  const name = path.replace(/\b[a-z]{3}_[0-9a-z]+/g, "id").replace(/[^a-z0-9]+/gi, "-");
  return `${name.replace(/^-|-$/g, "") || "overview"}.png`;
}
