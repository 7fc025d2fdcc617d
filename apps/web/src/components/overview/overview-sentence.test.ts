import type { AttentionItem, OverviewView } from "@rollcall/services/views";
import { expect, test } from "vitest";
import { overviewSentence, overviewTitle } from "./overview-sentence.ts";

const item = (
  title: string,
  severity: AttentionItem["severity"],
  kind: AttentionItem["kind"] = "incident",
): AttentionItem => ({
  kind,
  severity,
  title,
  detail: "shop-api › production",
  since: "2026-01-01T00:00:00Z",
  href: "/incidents/inc_1",
});
const view = (over: { attention?: AttentionItem[]; running?: number; rows?: number; maintained?: number }) =>
  ({
    attention: over.attention ?? [],
    running: Array.from({ length: over.running ?? 0 }),
    rows: Array.from({ length: over.rows ?? 1 }, (_, row) => ({
      maintenance: row < (over.maintained ?? 0) ? { id: "mnt_1" } : null,
    })),
  }) as unknown as OverviewView;

test.each([
  {
    name: "a new workspace is told where to start",
    view: view({ rows: 0 }),
    expected:
      "No service is watched yet. Start with a URL your users open, and Rollcall finds the version it serves.",
  },
  {
    name: "quiet is said in words",
    view: view({}),
    expected: "All clear. Every service serves what you deployed.",
  },
  {
    name: "what is in maintenance is not said to be well",
    view: view({ rows: 3, maintained: 2 }),
    expected: "Nothing needs attention; 2 places are in maintenance.",
  },
  {
    name: "a running rollout is no trouble",
    view: view({ running: 1 }),
    expected: "All clear. Every service serves what you deployed. 1 rollout is running.",
  },
  {
    name: "the first trouble is named",
    view: view({ attention: [item("shop-api production: 1.42.0 is stuck", "warning")], running: 2 }),
    expected: "1 thing needs attention: shop-api production: 1.42.0 is stuck. 2 rollouts are running.",
  },
  {
    name: "an advisory is named with its place",
    view: view({ attention: [item("Failing in eu-west only", null, "advisory")] }),
    expected: "1 thing needs attention: shop-api › production, failing in eu-west only.",
  },
  {
    name: "critical ones are counted apart from warnings",
    view: view({ attention: [item("1.42.0 fails 12 %", "critical"), item("Stuck", "warning")] }),
    expected: "2 things need attention, 1 of them critical: 1.42.0 fails 12 %.",
  },
])("$name", ({ view: input, expected }) => {
  expect(overviewSentence(input).replaceAll("\u00a0", " ")).toBe(expected);
});

test("the tab counts what needs attention", () => {
  expect(overviewTitle(view({}))).toBe("Rollcall");
  expect(overviewTitle(view({ attention: [item("a", null), item("b", null)] }))).toBe("▲2 · Rollcall");
});
