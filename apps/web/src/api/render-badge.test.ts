import { describe, expect, it } from "vitest";
import { renderBadge } from "./render-badge.ts";

const share = { expected: 87, samples: 100 };
const badge = { version: "1.42.0", state: "live" as const, share };

describe("a badge", () => {
  it.each([
    { name: "live", input: badge, says: "serving: 1.42.0 · live" },
    {
      name: "rolling with its share",
      input: { ...badge, state: "rolling" as const },
      says: "1.42.0 · rolling 87 %",
    },
    {
      name: "stuck with its share",
      input: { ...badge, state: "stuck" as const },
      says: "1.42.0 · stuck 87 %",
    },
    { name: "that nothing is expected yet", input: null, says: "serving: nothing announced" },
    {
      name: "rolling before any answer",
      input: { ...badge, state: "rolling" as const, share: { expected: 0, samples: 0 } },
      says: "1.42.0 · rolling<",
    },
    {
      name: "never rounds an unfinished rollout up to 100 %",
      input: { ...badge, state: "rolling" as const, share: { expected: 999, samples: 1000 } },
      says: "rolling 99 %",
    },
    { name: "words of a state", input: { ...badge, state: "old_returned" as const }, says: "old returned" },
    {
      name: "a long version is cut",
      input: { ...badge, version: "a".repeat(64) },
      says: `${"a".repeat(39)}…`,
    },
  ])("says $name", ({ input, says }) => {
    expect(renderBadge(input)).toContain(says);
  });

  it("shows markup in a version instead of obeying it", () => {
    expect(renderBadge({ ...badge, version: '"><script>' })).not.toContain("<script");
  });
});
