import { expect, test } from "../fixtures.ts";

test("what somebody else has changed of a maintenance window meanwhile is not overwritten, however often one tries", async ({
  signedIn: page,
  workspace: { api },
}) => {
  const { id } = await api.ask<{ id: string }>("POST", "/maintenance", {
    service: null,
    reason: "new disks",
    durationMinutes: 60,
  });
  await page.goto("/maintenance");
  const dialog = page.getByRole("dialog");
  const save = async () => {
    const answer = page.waitForResponse((response) => response.request().method() === "PATCH");
    await dialog.getByRole("button", { name: "Save" }).click();
    return (await answer).status();
  };
  await page.getByRole("button", { name: "Edit: new disks" }).click();
  await dialog.getByLabel("Reason").fill("bigger disks");
  await api.ask("PATCH", `/maintenance/${id}`, { reason: "database upgrade" });
  expect(await save()).toBe(409);
  await expect(dialog.getByText("Somebody else has changed this maintenance meanwhile.")).toBeVisible();
  await expect(page.getByText("database upgrade").first()).toBeVisible();
  expect(await save()).toBe(409);

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Edit: database upgrade" }).click();
  await dialog.getByLabel("Reason").fill("bigger database");
  expect(await save()).toBe(200);
  await expect(page.getByRole("button", { name: "Edit: bigger database" })).toBeVisible();
});
