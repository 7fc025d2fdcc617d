import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { fillPages, openPages } from "../journeys/pages.ts";

// In two parts, and among the first: all others had to wait for them at the end.
for (const [part, name] of ["first", "second"].entries())
  test(`no page of a workspace has a serious accessibility finding, in light and in dark: ${name} half`, async ({
    signedIn: page,
    workspace,
  }) => {
    test.setTimeout(300_000);
    const { paths } = await fillPages(workspace);
    const mine = paths.filter((_, i) => i % 2 === part);
    expect(await findSerious(page, mine)).toEqual([]);
  });

test("no page before signing in has a serious accessibility finding, in light and in dark", async ({
  page,
}) => {
  expect(await findSerious(page, openPages)).toEqual([]);
});

/** Both themes show the same elements, so in the second one only colours are looked at. */
async function findSerious(page: Page, paths: string[]): Promise<string[]> {
  const findings: string[] = [];
  for (const path of paths) {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    findings.push(...(await analyze(new AxeBuilder({ page }), `${path} in light`)));
    await page.emulateMedia({ colorScheme: "dark" });
    findings.push(
      ...(await analyze(new AxeBuilder({ page }).withRules("color-contrast"), `${path} in dark`)),
    );
  }
  return findings;
}

async function analyze(axe: AxeBuilder, where: string): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${where}, ${id}: ${nodes.map(({ html }) => html).join("\n")}`);
}
