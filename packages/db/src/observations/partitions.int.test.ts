import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  dayMs,
  makeObservation,
  type ObservedMonitor,
  openObservedMonitor,
} from "../../test/observed-monitor.ts";
import { observationKey } from "./observation-key.ts";
import { dropOldPartitions, ensurePartitions } from "./partitions.ts";

let monitor: ObservedMonitor;
beforeAll(async () => {
  monitor = await openObservedMonitor();
});
afterAll(() => monitor.close());

describe("daily partitions", () => {
  it("take over what the default partition held, and keep accepting", async () => {
    const day = Date.UTC(2026, 6, 1);
    const early = makeObservation({ scheduledAt: day + 5, startedAt: day + 5 });
    await monitor.write(early);
    expect(await ensurePartitions(monitor.db, new Date(day + 1000))).toBe(10);
    expect(await ensurePartitions(monitor.db, new Date(day + 1000))).toBe(0);
    expect(await monitor.write(early)).toEqual([]);
    const { rows } = await monitor.db.pool.query(
      "select (select count(*) from facts.packed_observation_p20260701) + (select count(*) from facts.answer_text_p20260701) as count",
    );
    expect(rows[0].count).toBe("2");
  });

  it("are made once by programs that sweep at the same time", async () => {
    const now = new Date(Date.UTC(2026, 8, 1));
    const made = await Promise.all(Array.from({ length: 4 }, () => ensurePartitions(monitor.db, now)));
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it("are dropped whole once they are older than what is kept", async () => {
    const day = Date.UTC(2027, 0, 10);
    await ensurePartitions(monitor.db, new Date(day));
    const old = makeObservation({ scheduledAt: day - dayMs, startedAt: day });
    const kept = makeObservation({ scheduledAt: day, startedAt: day });
    await monitor.write(old, kept);
    const dropped = await dropOldPartitions(monitor.db, 30, new Date(day + 30 * dayMs));
    expect(dropped).toContain("packed_observation_p20270109");
    expect(dropped).not.toContain("packed_observation_p20270110");
    expect((await monitor.readAll(0, day + dayMs, { limit: 100 })).map(observationKey)).toEqual([
      observationKey(kept),
    ]);
  });
});
