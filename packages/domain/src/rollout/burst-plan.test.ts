import { expect, it } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { http, play, quickFacts } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";

it("asks more densely while failures look as if they had risen, also after live", () => {
  const fleet: Fleet = ({ secondsIn, random }) => {
    if (secondsIn < 40) return { version: headerVersion(secondsIn < 10 ? oldVersion : newVersion) };
    if (secondsIn < 70 || random() >= 0.3) return { version: headerVersion(newVersion) };
    return { version: headerVersion(newVersion), outcome: http(500), failedAssertions: ["status"] };
  };
  const { steps, verdict } = play({ facts: quickFacts(), fleet, seconds: 200 });
  const counts = steps
    .filter(({ state }) => state.liveAt !== null)
    .map(({ verdict: { plan } }) => plan.count);
  expect([...new Set(counts)]).toEqual([1, 5]);
  expect(verdict).toMatchObject({ state: "degraded", rule: "degraded.new_fails" });
});
