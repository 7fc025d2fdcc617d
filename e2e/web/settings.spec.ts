import { expect, test } from "../fixtures.ts";
import { newPerson } from "../stage/workspace.ts";

test("a colleague is invited, joins by the link, gets another role, and is removed", async ({
  signedIn: page,
  browser,
  stage,
}) => {
  await page.goto("/settings");
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();

  const bo = { ...newPerson(`bo-${Date.now()}`), name: "Bo" };
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("dialog").getByLabel("Email").fill(bo.email);
  await page.getByRole("dialog").getByRole("radio", { name: "viewer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  const link = await page.getByRole("group", { name: "Invitation link" }).textContent();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(bo.email, { exact: true })).toBeVisible();

  const guest = await browser.newContext({ baseURL: stage.product.baseUrl });
  const theirs = await guest.newPage();
  await theirs.goto(link ?? "");
  await expect(theirs.getByRole("heading", { name: "Join Shop" })).toBeVisible();
  await expect(theirs.getByLabel("Email")).toHaveValue(bo.email);
  await theirs.getByLabel("Name").fill(bo.name);
  await theirs.getByLabel("Password", { exact: true }).fill(bo.password);
  await theirs.getByRole("button", { name: "Make the account and join" }).click();
  await expect(theirs.getByRole("heading", { name: "Overview" })).toBeVisible();
  await theirs.goto("/settings");
  await expect(theirs.getByRole("row").filter({ hasText: "(you)" })).toContainText("viewer");
  await expect(theirs.getByRole("button", { name: "Invite somebody" })).toBeHidden();
  await theirs.goto(link ?? "");
  await expect(theirs.getByRole("heading", { name: "This invitation does not work" })).toBeVisible();

  await page.reload();
  await page.getByRole("combobox", { name: "Role of Bo" }).click();
  await page.getByRole("option", { name: "member" }).click();
  await expect(page.getByText("Bo is member now.")).toBeVisible();
  await page.getByRole("button", { name: "Remove Bo" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Bo" })).toBeHidden();
  await guest.close();
});

test("pull credentials for a registry are set and forgotten, and its password is shown to nobody", async ({
  signedIn: page,
}) => {
  await page.goto("/settings/registries");
  await page.getByRole("button", { name: "Add a registry" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Host").fill("not a host");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/a host, with its port/)).toBeVisible();
  await dialog.getByLabel("Host").fill("registry.example.com:5000");
  await dialog.getByLabel("User").fill("puller");
  await dialog.getByLabel("Password or token").fill("very-secret-word");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("as puller")).toBeVisible();
  expect(await page.content()).not.toContain("very-secret-word");
  await page.getByRole("button", { name: "Forget registry.example.com:5000" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Forget the registry" }).click();
  await expect(page.getByText("Only public images so far")).toBeVisible();
});
