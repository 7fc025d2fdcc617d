import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures.ts";
import { createApi } from "../stage/api.ts";
import { regions } from "../stage/open-stage.ts";
import { newPerson } from "../stage/workspace.ts";

test("sign up, give a URL, choose its version, copy the snippet, announce, and watch it go live without reloading", async ({
  page,
  stage,
}) => {
  const key = randomBytes(3).toString("hex");
  const behaviour = { version: "1.41.3", latencyMs: 300 };
  const pods = await stage.fleet.createService({ name: `first-${key}`, pods: 4, behaviour });
  const person = newPerson(key);

  await page.goto("/sign-up");
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign up" }).click();

  await expect(page.getByRole("heading", { name: "From a URL to the first verdict" })).toBeVisible();
  await page.getByLabel("URL").fill(`${pods.url()}/version`);
  await page.getByRole("button", { name: "Probe now" }).click();
  await page.getByRole("radio", { name: "1.41.3" }).first().click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Service").fill("checkout-api");
  await page.getByLabel("Environment").fill("production");
  await page.getByRole("button", { name: "Save the monitor" }).click();

  const snippet = page.getByLabel("Snippet for GitHub Actions", { exact: true });
  await expect(snippet).toContainText("rollcall.mjs deploy --service checkout-api");
  await page.getByRole("button", { name: "Show the secret" }).click();
  const command = await page.getByLabel(/^Command that keeps the token for GitHub/).textContent();
  const token = /rc_[\w-]+/.exec(command ?? "")?.[0] ?? "";
  const ci = createApi(stage.product.baseUrl, { authorization: `Bearer ${token}` });
  const deploy = await ci.announce({
    service: "checkout-api",
    version: "1.42.0",
    previousVersion: "1.41.3",
  });

  await page.getByRole("link", { name: "Open the rollout" }).click();
  await expect(page).toHaveURL(new RegExp(`/deploys/${deploy.id}`));
  const verdict = page.getByRole("status").filter({ hasText: "1.42.0" });
  await expect(verdict).toContainText("Waiting.");
  await page.evaluate(() => {
    document.documentElement.dataset.loadedOnce = "yes";
  });
  pods.startScenario({ kind: "rolling", version: "1.42.0", stepMs: 1_500 });
  await expect(verdict).toContainText("Rolling.", { timeout: 120_000 });
  await expect(verdict).toContainText("Live.", { timeout: 120_000 });
  for (const region of regions)
    await expect(page.getByRole("row").filter({ hasText: region })).toContainText("Live");
  expect(await page.evaluate(() => document.documentElement.dataset.loadedOnce)).toBe("yes");
});
