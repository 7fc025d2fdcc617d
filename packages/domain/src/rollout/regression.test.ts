import { expect, it } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { play, quickFacts } from "../../test/rollout-scenes.ts";

it("a rollback names the version that is back from its first word on, although most answers are from before", () => {
  const { steps } = play({
    facts: quickFacts(),
    fleet: ({ secondsIn }) => ({
      version: headerVersion(secondsIn >= 5 && secondsIn < 20 ? newVersion : oldVersion),
    }),
    seconds: 120,
  });
  const first = steps.find(({ verdict }) => verdict.state === "rolled_back")?.verdict;
  expect(first?.share.expected).toBeGreaterThan(first?.share.previous ?? 0);
  expect(first?.rolledBackTo).toEqual({ version: oldVersion, deployId: "dep_old" });
});
