import { expect, test, waitForKeys } from "../fixtures.ts";

test("dark mode is chosen once and stays", async ({ signedIn: page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/services");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgb(251, 251, 250)");
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await expect.poll(background).toBe("rgb(13, 17, 20)");
  await page.reload();
  expect(await background()).toBe("rgb(13, 17, 20)");
});

test("the palette opens by keyboard and goes to a page and to a service", async ({
  signedIn: page,
  workspace: { api },
}) => {
  const deploy = await api.announce({ service: "checkout-api", version: "1.42.0" });
  await page.goto("/services");
  await waitForKeys(page);
  const palette = page.getByRole("dialog", { name: "Search and commands" });

  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette).toBeVisible();
  await page.keyboard.type("incid");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/incidents/);
  await expect(palette).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox").fill("checkout");
  await expect(page.getByRole("option", { name: /checkout-api/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/deploys/${deploy.id}`));
});

test("the page of a rollout that no monitor verifies leads to the form that mends it", async ({
  signedIn: page,
  workspace: { api },
}) => {
  const deploy = await api.announce({ service: "forgotten", version: "1.42.0" });
  await page.goto(`/deploys/${deploy.id}`);
  await page
    .getByRole("link", { name: /monitor/i })
    .filter({ hasText: /create|add/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/monitors\/new/);
});
