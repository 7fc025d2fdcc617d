/** What holds of the judgement of health whatever the answers are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { play, policy } from "../../test/health-play.ts";
import { advanceIncident, type IncidentSnapshot, type Trouble } from "../incident/index.ts";
import type { HealthPolicy } from "./types.ts";

const trouble: Trouble = {
  key: "monitor:mon_a",
  kind: "outage",
  severity: "critical",
  title: "down",
  impact: "down",
  since: 0,
  deployId: null,
  monitorId: "mon_a",
  causes: [],
};

/** What an incident about a monitor being down goes through, round by round. */
function incidentChanges(healths: readonly string[]): string[] {
  let incident: IncidentSnapshot | null = null;
  return healths.flatMap((health, i) => {
    // Without data nothing moves: the trouble stays as it was.
    const isDown = health === "down" || (health === "no_data" && incident?.state === "open");
    const scene = { now: i, newId: () => `inc_${i}` };
    const { next, changes } = advanceIncident(incident, isDown ? [trouble] : [], scene);
    incident = next;
    return changes.map(({ type }) => type);
  });
}

const regionsOf = (count: number) => Array.from({ length: count }, (_, i) => `region-${i}`);
const rulesOf = (count: number, more: Partial<HealthPolicy> = {}): HealthPolicy => ({
  ...policy,
  regions: regionsOf(count),
  ...more,
});
/** One round in which these regions fail and the others are well. */
const round = (count: number, failing: readonly number[]) =>
  Array.from({ length: count }, (_, i) => (failing.includes(i) ? "-" : "+")).join("");

const subsetOf = (count: number, size: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, i) => i),
    { minLength: size, maxLength: size },
  );

describe("with four regions down", () => {
  it("two that recover resolve nothing, whichever they are and however long it lasts", () => {
    fc.assert(
      fc.property(subsetOf(4, 2), fc.integer({ min: 1, max: 40 }), (stillFailing, rounds) => {
        const after = Array<string>(rounds).fill(round(4, stillFailing));
        const { healths } = play(["++++", "----", "----", ...after]);
        expect(new Set(healths.slice(2))).toEqual(new Set(["down"]));
        expect(incidentChanges(healths)).toEqual(["opened"]);
      }),
    );
  });

  it("any two that come and go resolve nothing either", () => {
    fc.assert(
      fc.property(fc.array(subsetOf(4, 2), { minLength: 2, maxLength: 40 }), (halves) => {
        const { healths } = play(["----", "----", ...halves.map((failing) => round(4, failing))]);
        expect(incidentChanges(healths).filter((type) => type === "resolved")).toEqual([]);
      }),
    );
  });
});

describe("exactly one half that fails", () => {
  it.each([2, 4, 6, 8])("of %s regions never makes more than one incident, whoever it is", (count) => {
    const quorumOrHalf = fc
      .constantFrom(count / 2, count / 2 + 1)
      .chain((size) => fc.tuple(subsetOf(count, size), fc.integer({ min: 1, max: 4 })));
    fc.assert(
      fc.property(fc.array(quorumOrHalf, { minLength: 1, maxLength: 20 }), (spells) => {
        const rounds = spells.flatMap(([failing, length]) =>
          Array<string>(length).fill(round(count, failing)),
        );
        const { healths } = play([round(count, []), ...rounds], rulesOf(count));
        expect(incidentChanges(healths).filter((type) => type === "opened").length).toBeLessThanOrEqual(1);
        expect(incidentChanges(healths)).not.toContain("resolved");
      }),
      { numRuns: 60 },
    );
  });
});

describe("whatever the answers", () => {
  const rounds = fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      quorum: fc.option(fc.integer({ min: 1, max: count }), { nil: null }),
      rounds: fc.array(
        fc
          .array(fc.constantFrom("+", "-", " "), { minLength: count, maxLength: count })
          .map((m) => m.join("")),
        { minLength: 1, maxLength: 40 },
      ),
    }),
  );

  it("an incident opens before it resolves, and opens again only after that", () => {
    fc.assert(
      fc.property(rounds, ({ count, quorum, rounds }) => {
        const changes = incidentChanges(play(rounds, rulesOf(count, { quorum })).healths);
        expect(changes).toEqual(changes.map((_, i) => (i % 2 === 0 ? "opened" : "resolved")));
      }),
    );
  });

  it("nothing is down without a region that failed twice in a row", () => {
    fc.assert(
      fc.property(rounds, ({ count, quorum, rounds }) => {
        const isTwice = Array.from({ length: count }, (_, i) =>
          rounds
            .map((round) => round[i])
            .filter((mark) => mark !== " ")
            .join("")
            .includes("--"),
        ).includes(true);
        const { healths } = play(rounds, rulesOf(count, { quorum }));
        if (!isTwice) expect(healths).not.toContain("down");
      }),
    );
  });

  it("silence alone never resolves: it needs good answers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.infiniteStream(fc.boolean()), (count, coin) => {
        const silence = Array.from({ length: 12 }, () =>
          Array.from({ length: count }, () => (coin.next().value ? "-" : " ")).join(""),
        );
        const down = "-".repeat(count);
        expect(incidentChanges(play([down, down, ...silence], rulesOf(count)).healths)).toEqual(["opened"]);
      }),
    );
  });
});
