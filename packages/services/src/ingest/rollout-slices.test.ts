import type { Observation } from "@rollcall/domain/observation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartColumnSeconds } from "../deploys/rollout-chart.ts";
import { countSlices, sliceWidthMs } from "./rollout-slices.ts";

const known = { identities: ["2"], previousIdentities: ["1"] };

function answer(more: Partial<Observation> & { says?: string }): Observation {
  const { says = "2", ...rest } = more;
  return {
    workspaceId: "ws_1",
    environmentId: "env_1",
    monitorId: "mon_1",
    region: "eu",
    scheduledAt: 0,
    seq: 0,
    variant: "plain",
    configVersion: 1,
    startedAt: 0,
    finishedAt: 1,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null },
    totalMs: 1,
    remoteAddress: null,
    outcome: { kind: "answered", status: 200, body: "read" },
    version: { value: says, reader: { from: "text" } },
    instance: null,
    cache: {},
    failedAssertions: [],
    tlsDaysLeft: null,
    ...rest,
  };
}

describe("countSlices", () => {
  it("puts answers into five-second slices per monitor and region, by bucket", () => {
    const slices = countSlices(
      [
        answer({ scheduledAt: 1_000 }),
        answer({ scheduledAt: 4_999, seq: 1, says: "1" }),
        answer({ scheduledAt: 5_000, failedAssertions: ["status is 200-399"] }),
        answer({ scheduledAt: 1_000, region: "us", says: "3" }),
      ],
      known,
      0,
    );
    const counts = { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0 };
    expect(slices).toEqual([
      { ...counts, expected: 1, previous: 1, monitorId: "mon_1", region: "eu", at: 0 },
      { ...counts, error: 1, monitorId: "mon_1", region: "eu", at: 5_000 },
      { ...counts, other: 1, monitorId: "mon_1", region: "us", at: 0 },
    ]);
  });

  it("leaves out cache-busted answers and what an offline observer reports", () => {
    const slices = countSlices(
      [answer({ variant: "busted" }), answer({ outcome: { kind: "observer_offline" } })],
      known,
      0,
    );
    expect(slices).toEqual([]);
  });

  it("counts the same in any order and in any partition", () => {
    const observation = fc.record({
      scheduledAt: fc.integer({ min: 0, max: 2_000_000 }),
      says: fc.constantFrom("1", "2", "3", "unknown"),
    });
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 60 }), (list) => {
        const observations = list.map((more) => answer(more));
        const total = (all: Observation[]) =>
          countSlices(all, known, 0)
            .map((s) => `${s.at} ${s.expected} ${s.previous} ${s.other} ${s.unreadable}`)
            .sort();
        expect(total([...observations].reverse())).toEqual(total(observations));
      }),
    );
  });
});

describe("sliceWidthMs", () => {
  const minutesUpTo = (max: number) => fc.integer({ min: 0, max });
  const [ninetyMinutes, year] = [90, 525_600];
  const widthAt = (minutes: number) => sliceWidthMs(minutes * 60_000);

  it("only ever grows by whole multiples", () => {
    fc.assert(
      fc.property(minutesUpTo(year), minutesUpTo(year), (age, more) => {
        expect(widthAt(age + more) % widthAt(age)).toBe(0);
      }),
    );
  });

  it("divides the columns of the chart from 90 minutes on, however long that is by then", () => {
    fc.assert(
      fc.property(minutesUpTo(year), minutesUpTo(year), (age, more) => {
        const columnMs = chartColumnSeconds((ninetyMinutes + age + more) * 60_000) * 1000;
        expect(columnMs % widthAt(ninetyMinutes + age)).toBe(0);
      }),
    );
  });

  it("keeps a year in less than 1,700 slices", () => {
    let [slices, age] = [0, 0];
    for (; age < year * 60_000; age += sliceWidthMs(age)) slices += 1;
    expect(slices).toBeLessThan(1_700);
  });
});
