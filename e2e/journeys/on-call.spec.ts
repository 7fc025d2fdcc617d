import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { Workspace } from "../stage/workspace.ts";
import { bringStuckRollout } from "./stuck-rollout.ts";

test("a stuck rollout leads from the overview to its incident, and that is acknowledged", async ({
  signedIn: page,
  workspace,
}) => {
  await walkOnCallPath(page, workspace, async () => {});
});

test("at 360 px the on-call path needs no sideways scroll", async ({ signedIn: page, workspace }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await walkOnCallPath(page, workspace, async () => {
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(width, `the width of ${page.url()}`).toBeLessThanOrEqual(360);
  });
});

/** Sees the alert, understands it, takes it. `look` is called on every page of the way. */
async function walkOnCallPath(page: Page, workspace: Workspace, look: () => Promise<void>): Promise<void> {
  await workspace.addChannels();
  const deploy = await bringStuckRollout(workspace);

  await page.goto("/");
  await expect(page.getByRole("link", { name: /billing-api/ }).first()).toBeVisible();
  await look();
  await page.goto(`/deploys/${deploy.id}`);
  await expect(page.getByRole("status").filter({ hasText: "2.4.0" })).toContainText("Stuck, partial.");
  await expect(page.getByText(deploy.causes[0]?.title ?? "no cause").first()).toBeVisible();
  await look();

  await page.getByRole("link", { name: "incident open" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("billing-api");
  await look();
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText(`acknowledged by ${workspace.owner.name}`).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Acknowledge" })).toBeHidden();
  await look();
  const [incident] = await workspace.api.listIncidents();
  expect(incident).toMatchObject({ state: "acknowledged", deployId: deploy.id });
}
