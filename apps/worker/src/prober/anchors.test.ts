import type { Outcome } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { createAnchors } from "./anchors.ts";

const good: Outcome = { kind: "answered", status: 204, body: "none" };
const refused: Outcome = { kind: "refused" };
const lost: Outcome = { kind: "unreachable", code: "ENETUNREACH" };
const slow: Outcome = { kind: "timeout", phase: "connect" };

describe("anchors", () => {
  it.each([
    { name: "none are configured", outcomes: [], expected: false },
    { name: "none can be reached", outcomes: [lost, slow], expected: true },
    { name: "one answers", outcomes: [lost, good], expected: false },
    { name: "one refuses: somebody is there", outcomes: [lost, refused], expected: false },
  ])("are lost: $expected, when $name", async ({ outcomes, expected }) => {
    const urls = outcomes.map((_, i) => `http://anchor-${i}/`);
    const anchors = createAnchors(urls, async (url) => outcomes[urls.indexOf(url)] ?? good);
    expect(await anchors.areLost()).toBe(expected);
  });

  it("are asked once however many probes fail together", async () => {
    let asked = 0;
    const anchors = createAnchors(["http://anchor/"], async () => {
      asked += 1;
      return lost;
    });
    expect(await Promise.all([anchors.areLost(), anchors.areLost(), anchors.areLost()])).toEqual([
      true,
      true,
      true,
    ]);
    expect(asked).toBe(1);
  });
});
