import { startHealth } from "@rollcall/domain/health";
import type { Observation } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { foldMonitor, readMonitorMemory } from "./monitor-memory.ts";

const now = 1_800_000_000_000;
const policy = { regions: [], quorum: null, failureThreshold: 2, recoveryThreshold: 2, freshMs: 130_000 };
const health = { ...policy, heldMs: 0, answerWithinMs: 15_000, advisoryAlertMs: 600_000, enabled: true };

function answer(region: string, secondsAgo: number, value: string | null, seq = 0): Observation {
  return {
    ...{ region, scheduledAt: now - secondsAgo * 1000, seq, variant: "plain", failedAssertions: [] },
    ...{ outcome: { kind: "answered", status: 200, body: "read" }, totalMs: 5 },
    version: value === null ? null : { value, reader: { from: "text" } },
  } as unknown as Observation;
}

describe("what is remembered of a monitor's versions", () => {
  it.each([
    {
      name: "the last of each region",
      input: [answer("eu", 90, "1"), answer("us", 60, "1"), answer("eu", 30, "2")],
    },
    {
      name: "in whichever order they come",
      input: [answer("eu", 30, "2"), answer("us", 60, "1"), answer("eu", 90, "1")],
    },
    {
      name: "not what cannot be read",
      input: [answer("eu", 30, "2"), answer("us", 60, "1"), answer("eu", 5, "unknown")],
    },
    {
      name: "not of bursts",
      input: [answer("eu", 30, "2"), answer("us", 60, "1"), answer("us", 5, "3", 12)],
    },
    {
      name: "not of a region that is gone",
      input: [answer("eu", 30, "2"), answer("us", 60, "1"), answer("ap", 90_000, "1")],
    },
  ])("is $name", ({ input }) => {
    const { served } = foldMonitor(
      readMonitorMemory(null, 1, now),
      health,
      { fresh: input, rested: [] },
      now,
    );
    expect(served).toEqual({
      eu: { at: now - 30_000, version: "2" },
      us: { at: now - 60_000, version: "1" },
    });
  });

  it("is taken over from the answers that an earlier release kept", () => {
    const recent = [
      { at: now - 90_000, region: "eu", ok: true, totalMs: 5, version: "1", status: 200 },
      { at: now - 30_000, region: "eu", ok: false, totalMs: 5, version: null, status: 500 },
    ];
    const stored = { configVersion: 1, health: startHealth(now), recent };
    expect(readMonitorMemory(stored, 1, now)).toMatchObject({
      served: { eu: { at: now - 90_000, version: "1" } },
      recent: [],
    });
    expect(readMonitorMemory(stored, 2, now).served).toEqual({});
  });
});
