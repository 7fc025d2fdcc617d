import { describe, expect, test } from "vitest";
import { filterMonitors, monitorsSentence, pageRows } from "./monitor-filter.ts";

const monitor = (name: string, health: "up" | "down" | "paused" = "up") => ({
  name,
  health,
  url: `https://${name}.example.com`,
  service: "checkout-api",
  environment: "production",
});
const all = { q: "", health: null, environment: null, page: 1 };

describe("filterMonitors", () => {
  test("finds every word in name, URL, service or environment, whatever the case", () => {
    const monitors = [monitor("version"), monitor("home")];
    expect(filterMonitors(monitors, { ...all, q: "Checkout home" }).rows).toEqual([monitors[1]]);
    expect(filterMonitors(monitors, { ...all, q: "checkout staging" }).found).toBe(0);
  });

  test("keeps one environment", () => {
    const monitors = [monitor("a"), { ...monitor("b"), environment: "staging" }];
    expect(filterMonitors(monitors, { ...all, environment: "staging" }).rows).toEqual([monitors[1]]);
  });

  test("keeps one health", () => {
    const monitors = [monitor("a"), monitor("b", "down")];
    expect(filterMonitors(monitors, { ...all, health: "down" }).rows).toEqual([monitors[1]]);
  });

  test("shows a page, and the last one for a page that is not there", () => {
    const monitors = Array.from({ length: pageRows + 1 }, (_, index) => monitor(`m${index}`));
    expect(filterMonitors(monitors, all).rows).toHaveLength(pageRows);
    expect(filterMonitors(monitors, { ...all, page: 9 })).toMatchObject({
      page: 2,
      pages: 2,
      found: pageRows + 1,
    });
    expect(filterMonitors([], { ...all, page: -3 })).toMatchObject({ page: 1, pages: 1, rows: [] });
  });
});

test.each([
  { healths: ["up", "down", "up"] as const, expected: "3\u00a0monitors: 1 down, 2 up." },
  { healths: ["paused"] as const, expected: "1\u00a0monitor: 1 paused." },
])("$expected", ({ healths, expected }) => {
  expect(monitorsSentence(healths.map((health) => ({ health })))).toBe(expected);
});
