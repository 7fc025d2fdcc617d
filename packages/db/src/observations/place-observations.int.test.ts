import type { Observation } from "@rollcall/domain/observation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  asKept,
  dayMs,
  makeObservation,
  noon,
  type ObservedMonitor,
  openObservedMonitor,
} from "../../test/observed-monitor.ts";
import { inTransaction } from "../database.ts";
import { insertObservations } from "./insert-observations.ts";
import { createPlaceMemory } from "./place-memory.ts";

let monitor: ObservedMonitor;
beforeAll(async () => {
  monitor = await openObservedMonitor();
});
afterAll(() => monitor.close());

describe("the places of observations", () => {
  /** Writes one observation a transaction, and tells after each how many places have been remembered so far. */
  async function writeWith(now: number, written: Observation[]): Promise<number[]> {
    const memory = createPlaceMemory(() => now);
    let count = 0;
    const counting = {
      ...memory,
      set: (...entry: Parameters<typeof memory.set>) => {
        count += 1;
        memory.set(...entry);
      },
    };
    const counts: number[] = [];
    for (const observation of written) {
      await inTransaction(monitor.db, (tx) => insertObservations(tx, [observation], counting));
      counts.push(count);
    }
    return counts;
  }

  function saying(region: string, from: number, instances: string[]): Observation[] {
    return instances.map((instance, seq) =>
      makeObservation({ region, instance, seq, scheduledAt: from, startedAt: from, finishedAt: from + 100 }),
    );
  }

  it.each([
    { name: "once they were found", instances: ["a", "a", "a", "a"], counts: [0, 1, 1, 1] },
    { name: "each text", instances: ["a", "b", "a", "b", "a", "b"], counts: [0, 0, 1, 2, 2, 2] },
    {
      name: "too long a text as one",
      instances: ["x", "y", "z"].map((c) => c.repeat(600)),
      counts: [0, 1, 1],
    },
  ])("are remembered: $name", async ({ name, instances, counts }) => {
    const from = noon + 3 * dayMs;
    const written = saying(name, from, instances);
    expect(await writeWith(from, written)).toEqual(counts);
    const read = await monitor.readAll(from, from + 1, { region: name, order: "oldest_first" });
    expect(read).toEqual(written.map(asKept));
  });

  it("are not asked for when a series has all its texts of the day", async () => {
    const from = noon + 4 * dayMs;
    const instances = Array.from({ length: 106 }, (_, i) => `pod-${i}`);
    const written = saying("full", from, instances);
    await monitor.write(...written.slice(0, 100));
    expect(await writeWith(from, written.slice(100))).toEqual([1, 1, 1, 1, 1, 1]);
    const read = await monitor.readAll(from, from + 1, { order: "oldest_first", limit: 200 });
    expect(read).toEqual(written.map(asKept));
  });

  it("are not remembered of days whose texts may be dropped", async () => {
    const from = noon + 5 * dayMs;
    expect(await writeWith(from + 2 * dayMs, saying("old", from, ["a", "a", "a"]))).toEqual([0, 0, 0]);
  });

  it("that were made in a transaction that failed are made again", async () => {
    const from = noon + 6 * dayMs;
    const written = saying("failed", from, ["a"]);
    const memory = createPlaceMemory(() => from);
    const failed = inTransaction(monitor.db, async (tx) => {
      await insertObservations(tx, written, memory);
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await inTransaction(monitor.db, (tx) => insertObservations(tx, written, memory))).toEqual(written);
    expect(await monitor.readAll(from, from + 1)).toEqual(written.map(asKept));
  });
});
