import { probeSeq } from "@rollcall/domain/due";
import type { Observation } from "@rollcall/domain/observation";
import type { ReportPart } from "@rollcall/services/ingest";
import { describe, expect, it } from "vitest";
import { createResting } from "./resting.ts";

const part = (environmentId: string, more: Partial<Observation> = {}): ReportPart => ({
  workspaceId: "ws_1",
  environmentId,
  observations: [
    {
      ...{
        workspaceId: "ws_1",
        environmentId,
        monitorId: `mon_${environmentId}`,
        region: "eu",
        configVersion: 1,
      },
      ...{ seq: probeSeq.interval, variant: "plain", failedAssertions: [] },
      outcome: { kind: "answered", status: 200, body: "read" },
      ...more,
    } as Observation,
  ],
});

/** Stores what is given, but for environments whose names begin with "busy". */
function openResting(store?: Parameters<typeof createResting>[0]) {
  const rested: ReportPart[] = [];
  const calm = async (parts: readonly ReportPart[]) =>
    parts.map((one) => (one.environmentId.startsWith("busy") ? null : { stored: 1, duplicate: 0 }));
  const resting = createResting(store ?? calm, (one) => rested.push(one));
  for (const name of ["a", "b", "busy"]) resting.noteJudged(part(name));
  return { resting, rested };
}

describe("createResting", () => {
  it("gives back what is to be judged, in its order", async () => {
    const { resting, rested } = openResting();
    const failing = part("b", { outcome: { kind: "refused" } });
    const parts = [part("busy"), part("a"), failing, part("b")];
    expect(await resting.sortOut(parts)).toEqual([part("busy"), failing]);
    expect(rested).toEqual([part("a"), part("b")]);
  });

  it.each([
    { name: "a monitor", input: part("new") },
    { name: "a region", input: part("a", { region: "us" }) },
    { name: "a configuration", input: part("a", { configVersion: 2 }) },
    { name: "an owner of a known monitor", input: part("other", { monitorId: "mon_a" }) },
  ])("lets nothing rest of $name that was not judged here", async ({ input }) => {
    const { resting, rested } = openResting();
    expect(await resting.sortOut([input])).toEqual([input]);
    expect(rested).toEqual([]);
  });

  it("stores together what comes while it stores, and tells each of its own", async () => {
    const stored: string[][] = [];
    const ends: (() => void)[] = [];
    const store = async (parts: readonly ReportPart[]) => {
      stored.push(parts.map(({ environmentId }) => environmentId));
      await new Promise<void>((end) => ends.push(end));
      return parts.map((one) => (one.environmentId === "busy" ? null : { stored: 1, duplicate: 0 }));
    };
    const { resting, rested } = openResting(store);
    const results = [[part("a")], [part("busy"), part("b")], [part("a")]].map(resting.sortOut);
    ends.shift()?.();
    expect(await results[0]).toEqual([]);
    ends.shift()?.();
    expect(await Promise.all(results)).toEqual([[], [part("busy")], []]);
    expect(stored).toEqual([["a"], ["busy", "b", "a"]]);
    expect(rested).toEqual([part("a"), part("b"), part("a")]);
  });

  it("leaves everything to the judge when it cannot be stored", async () => {
    const { resting } = openResting(() => Promise.reject(new Error("the database is away")));
    expect(await resting.sortOut([part("a"), part("b")])).toEqual([part("a"), part("b")]);
  });
});
