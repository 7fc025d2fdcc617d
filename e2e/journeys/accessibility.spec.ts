import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { fillPages, openPages } from "./pages.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`no page has a serious accessibility finding in ${colorScheme}`, async ({
    signedIn: page,
    workspace,
  }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { paths } = await fillPages(workspace);
    const findings = [];
    for (const path of paths) findings.push(...(await findSerious(page, path)));
    expect(findings).toEqual([]);
  });

  test(`no page before signing in has a serious accessibility finding in ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const findings = [];
    for (const path of openPages) findings.push(...(await findSerious(page, path)));
    expect(findings).toEqual([]);
  });
}

async function findSerious(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join("\n")}`);
}
