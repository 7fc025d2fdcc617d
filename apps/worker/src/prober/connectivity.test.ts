import type { Outcome } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { createConnectivity } from "./connectivity.ts";

const good: Outcome = { kind: "answered", status: 200, body: "read" };
const lost: Outcome = { kind: "unreachable", code: "ENETUNREACH" };
const noName: Outcome = { kind: "dns_failed", code: "EAI_AGAIN" };
const refused: Outcome = { kind: "refused" };

const cases: { name: string; seen: [host: string, outcome: Outcome, at: number][]; expected: Outcome }[] = [
  {
    name: "one target that cannot be reached is that target's failure",
    seen: [
      ["a", good, 0],
      ["b", good, 0],
      ["c", good, 0],
      ["d", lost, 1],
    ],
    expected: lost,
  },
  {
    name: "half of the hosts lost together is our own connection",
    seen: [
      ["a", good, 0],
      ["b", good, 0],
      ["c", noName, 1],
      ["d", lost, 1],
    ],
    expected: { kind: "observer_offline" },
  },
  {
    name: "three hosts prove nothing",
    seen: [
      ["a", lost, 0],
      ["b", lost, 0],
      ["c", lost, 0],
    ],
    expected: lost,
  },
  {
    name: "the same host many times is one host",
    seen: Array.from({ length: 20 }, (_, at) => ["a", lost, at]),
    expected: lost,
  },
  {
    name: "a refusal came from somebody, so the connection stands",
    seen: [
      ["a", lost, 0],
      ["b", lost, 0],
      ["c", lost, 0],
      ["d", refused, 0],
    ],
    expected: refused,
  },
  {
    name: "failures of long ago do not count",
    seen: [
      ["a", lost, 0],
      ["b", lost, 0],
      ["c", lost, 0],
      ["d", lost, 31_000],
    ],
    expected: lost,
  },
];

describe("createConnectivity", () => {
  it.each(cases)("$name", ({ seen, expected }) => {
    const connectivity = createConnectivity();
    const judged = seen.map(([host, outcome, at]) => connectivity.judge(host, outcome, at));
    expect(judged.at(-1)).toEqual(expected);
  });
});
