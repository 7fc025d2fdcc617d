import { expect, test, waitForKeys } from "../fixtures.ts";
import { bringStuckRollout } from "../journeys/stuck-rollout.ts";

test("why it alerted is found by keyboard alone: the minute, the rule, who was told, the answers, a command", async ({
  signedIn: page,
  workspace,
}) => {
  await workspace.addChannels();
  const deploy = await bringStuckRollout(workspace);
  await page.goto(`/deploys/${deploy.id}`);

  const picture = page.getByRole("slider", { name: "Share of answers by version over time" });
  await expect(picture).toHaveAttribute("aria-valuetext", /Stuck/);
  await waitForKeys(page);
  await picture.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const then = page.getByRole("region", { name: "What was said then" });
  await expect(then).toContainText("is stuck: no proven progress");
  await expect(then).toContainText("Why: No proven progress until the progress deadline");
  await expect(then).toContainText("the deadline is 5 s");
  await expect(then).toContainText("On call (email)");

  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(then).not.toContainText("is stuck");

  await then.getByRole("button", { name: "Later" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]at=/);
  await then.getByRole("button", { name: "The answers of this time" }).focus();
  await page.keyboard.press("Enter");
  const answers = page.getByRole("dialog", { name: "Answers" });
  await expect(answers.getByText("2.3.0").first()).toBeVisible();
  await expect(answers.getByRole("button", { name: "Close" })).toBeFocused();
  await answers.getByText("curl to reproduce").first().press("Enter");
  await expect(answers.getByText(/^curl -sS .*\/version/).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(answers).toBeHidden();

  await page.reload();
  await expect(then).toBeVisible();
  await expect(answers).toBeHidden();
  await then.getByRole("button", { name: "Close" }).click();
  await expect(then).toBeHidden();
});

test("what kubectl printed, pasted on the page, names the cause", async ({ signedIn: page, workspace }) => {
  const deploy = await bringStuckRollout(workspace);
  await page.goto(`/deploys/${deploy.id}`);
  await page.getByRole("button", { name: "Ask the cluster" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Its words")
    .fill(
      'Warning  Failed  2m (x4 over 4m)  kubelet  Failed to pull image "registry.example.com/billing-api:2.4.0": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/billing-api:2.4.0": failed to resolve reference "registry.example.com/billing-api:2.4.0": registry.example.com/billing-api:2.4.0: not found',
    );
  await dialog.getByRole("button", { name: "Read it" }).click();
  await expect(dialog.getByText("image_not_found")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("image_not_found").first()).toBeVisible();
});
