import type { Outcome } from "@rollcall/domain/observation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createConnectivity } from "./connectivity.ts";

const good: Outcome = { kind: "answered", status: 200, body: "read" };
const lost: Outcome = { kind: "unreachable", code: "ENETUNREACH" };
const noName: Outcome = { kind: "dns_failed", code: "EAI_AGAIN" };
const refused: Outcome = { kind: "refused" };
const offline: Outcome = { kind: "observer_offline" };

/** `workspace/host`, what came of it, when. */
type Seen = [target: string, outcome: Outcome, at: number];

function judgeAll(seen: readonly Seen[]): Outcome[] {
  const connectivity = createConnectivity();
  return seen.map(([target, outcome, at]) => {
    const [workspaceId = "", host = ""] = target.split("/");
    return connectivity.judge({ workspaceId, host }, outcome, at);
  });
}
const all = (targets: string[], outcome: Outcome, at: number): Seen[] =>
  targets.map((target) => [target, outcome, at]);
const own = ["a/1", "a/2", "a/3", "a/4"];

const cases: { name: string; seen: Seen[]; expected: Outcome }[] = [
  {
    name: "one target that cannot be reached is that target's failure",
    seen: [...all(own, good, 0), ["a/4", lost, 1]],
    expected: lost,
  },
  {
    name: "half of the hosts lost together is our own connection",
    seen: [...all(own, good, 0), ["a/3", noName, 1], ["a/4", lost, 1]],
    expected: offline,
  },
  {
    name: "so is half of the workspaces, to one with a single host",
    seen: [...all(["a/1", "b/1", "c/1", "d/1"], good, 0), ["a/1", lost, 1], ["b/1", lost, 1]],
    expected: offline,
  },
  {
    name: "three hosts prove nothing",
    seen: [...all(own.slice(0, 3), good, 0), ...all(own.slice(0, 3), lost, 1)],
    expected: lost,
  },
  {
    name: "the same host many times is one host",
    seen: [["a/1", good, 0], ...Array.from({ length: 20 }, (_, at): Seen => ["a/1", lost, at])],
    expected: lost,
  },
  {
    name: "hosts that never answered have no vote",
    seen: [...all(own, lost, 0), ...all(own, lost, 1)],
    expected: lost,
  },
  {
    name: "a target that never answered is not accused while everything that did is lost",
    seen: [...all(own, good, 0), ...all(own, lost, 1), ["a/new", lost, 1]],
    expected: offline,
  },
  {
    name: "a refusal came from somebody, so the connection stands",
    seen: [...all(own, good, 0), ...all(own.slice(1), lost, 1), ["a/1", refused, 1]],
    expected: refused,
  },
  {
    name: "failures of long ago do not count",
    seen: [...all(own, good, 0), ...all(own.slice(1), lost, 1), ["a/1", lost, 31_002]],
    expected: lost,
  },
];

describe("createConnectivity", () => {
  it.each(cases)("$name", ({ seen, expected }) => {
    expect(judgeAll(seen).at(-1)).toEqual(expected);
  });

  const dying = fc.array(
    fc.record({ host: fc.nat(60), isGood: fc.boolean(), at: fc.integer({ min: 0, max: 20_000 }) }),
    { maxLength: 200 },
  );

  it("never lets one workspace's hosts decide for another, whatever they do", () => {
    fc.assert(
      fc.property(dying, fc.integer({ min: 4, max: 7 }), (events, count) => {
        const bad = events
          .toSorted((x, y) => x.at - y.at)
          .map(({ host, isGood, at }): Seen => [`bad/${host}`, isGood ? good : lost, at]);
        // One of its hosts is lost and the others answer: with the other's, two votes of five.
        const well = all(
          Array.from({ length: count }, (_, i) => `well/${i}`),
          good,
          20_001,
        );
        expect(judgeAll([...bad, ...well, ["well/0", lost, 20_002]]).at(-1)).toEqual(lost);
      }),
    );
  });

  it("is moved by another workspace no further than by one host of its own", () => {
    fc.assert(
      fc.property(
        dying,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        (events, fine, gone) => {
          const mine = [
            ...all(
              Array.from({ length: fine + gone }, (_, i) => `a/${i}`),
              good,
              20_001,
            ),
            ...all(
              Array.from({ length: gone }, (_, i) => `a/${i}`),
              lost,
              20_002,
            ),
          ];
          const others = events
            .toSorted((x, y) => x.at - y.at)
            .map(({ host, isGood, at }): Seen => [`b/${host}`, isGood ? good : lost, at]);
          const verdict = (seen: Seen[]) => judgeAll(seen).at(-1)?.kind;
          const [withGood, withLost] = [good, lost].map((outcome) =>
            verdict([["a/more", good, 20_000], ["a/more", outcome, 20_001], ...mine]),
          );
          expect([verdict(mine), withGood, withLost]).toContain(verdict([...others, ...mine]));
        },
      ),
    );
  });
});
