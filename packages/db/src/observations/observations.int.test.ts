import type { Observation } from "@rollcall/domain/observation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addMonitor,
  asKept,
  dayMs,
  environmentId,
  makeObservation,
  monitorId,
  noon,
  type ObservedMonitor,
  openObservedMonitor,
  workspaceId,
} from "../../test/observed-monitor.ts";
import { inTransaction } from "../database.ts";
import { newId } from "../new-id.ts";
import { insertObservations } from "./insert-observations.ts";
import { observationKey } from "./observation-key.ts";
import { createPlaceMemory } from "./place-memory.ts";
import { readObservations } from "./read-observations.ts";

let monitor: ObservedMonitor;
beforeAll(async () => {
  monitor = await openObservedMonitor();
});
afterAll(() => monitor.close());

describe("observations in the database", () => {
  it("come back as they were written, whatever happened in the probe", async () => {
    const written = [
      makeObservation(),
      makeObservation({
        seq: 1,
        variant: "busted",
        version: null,
        instance: null,
        cache: {},
        tlsDaysLeft: null,
      }),
      makeObservation({ seq: 2, outcome: { kind: "timeout", phase: "first_byte" }, remoteAddress: null }),
      makeObservation({ seq: 3, outcome: { kind: "tls_failed", code: "CERT_HAS_EXPIRED" } }),
      makeObservation({ seq: 4, failedAssertions: ["status is 500", 'body has "ok"'] }),
      makeObservation({ seq: 5, outcome: { kind: "answered", status: 503, body: "encoded" } }),
      makeObservation({ seq: 6, outcome: { kind: "observer_offline" }, version: null }),
      makeObservation({ seq: 901, variant: "origin" }),
      makeObservation({
        seq: 902,
        variant: "assets",
        assets: { checked: 12, broken: [{ url: "https://a.example/x.js", status: 404, contentType: null }] },
      }),
    ];
    expect(await monitor.write(...written)).toEqual(written);
    expect(await monitor.readAll(noon, noon + 1, { order: "oldest_first" })).toEqual(written.map(asKept));
  });

  it("come back also when each says something else, of which the database remembers a hundred a day", async () => {
    const from = noon + dayMs;
    const written = Array.from({ length: 120 }, (_, seq) =>
      makeObservation({
        scheduledAt: from,
        startedAt: from,
        finishedAt: from + 100,
        seq,
        instance: `pod-${seq}`,
      }),
    );
    await monitor.write(...written.slice(0, 90));
    await monitor.write(...written.slice(90));
    const read = await monitor.readAll(from, from + 1, { order: "oldest_first", limit: 200 });
    expect(read).toEqual(written.map(asKept));
    const { rows } = await monitor.db.pool.query(
      "select count(*)::int as count from facts.answer_text where at between $1 and $2",
      [new Date(from - dayMs / 2), new Date(from)],
    );
    expect(rows[0].count).toBe(100);
  });

  it("of an earlier release are read among the others, and not inserted again", async () => {
    const from = noon + 40_000;
    const [before, stored, after] = [0, 1, 2].map((seq) =>
      makeObservation({ scheduledAt: from, startedAt: from, finishedAt: from + 100, seq }),
    ) as [Observation, Observation, Observation];
    await monitor.db.pool.query(
      `insert into facts.observation (monitor_id, region, scheduled_at, start_delay_ms, duration_ms, config_version, seq,
         total_ms, dns_ms, connect_ms, first_byte_ms, transfer_ms, tls_days_left, outcome, status, is_busted, variant,
         remote_address, version, version_from, instance, cache)
       values ($1, 'eu-west', $2, 0, 100, 3, 1, 100, 1.5, 2, 80.25, 0.5, 30, 0, 200, false, 0, '203.0.113.7', '1.42.0',
         'json:git.commit', 'pod-1', $3)`,
      [monitorId.slice(4), new Date(from), JSON.stringify(stored.cache)],
    );
    // A program that starts: whether there are any is asked every ten seconds.
    const memory = createPlaceMemory();
    const written = await inTransaction(monitor.db, (tx) =>
      insertObservations(tx, [before, stored, after], memory),
    );
    expect(written).toEqual([before, after]);
    for (const limit of [1, 3]) {
      const pages: Observation[] = [];
      let cursor: string | undefined;
      do {
        const page = await readObservations(monitor.db, {
          ...{ workspaceId, environmentId, from, to: from + 1, limit, cursor },
        });
        pages.push(...page.observations);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(pages).toEqual([after, stored, before].map(asKept));
    }
  });

  it("are inserted once: a second delivery returns only what is new", async () => {
    const first = makeObservation({ scheduledAt: noon + 1000, startedAt: noon + 1000 });
    const second = makeObservation({ scheduledAt: noon + 2000, startedAt: noon + 2000 });
    await monitor.write(first);
    expect(await monitor.write(first, second, second)).toEqual([second]);
  });

  it.each([
    { order: "newest_first", spacingMs: 1 },
    { order: "oldest_first", spacingMs: 1 },
    { order: "newest_first", spacingMs: 2_700_000 },
    { order: "oldest_first", spacingMs: 2_700_000 },
  ] as const)(
    "are read $order in pages that neither repeat nor skip one, $spacingMs ms apart",
    async ({ order, spacingMs }) => {
      const from = noon + 10_000;
      const written = Array.from({ length: 25 }, (_, index) => {
        const scheduledAt = from + Math.floor(index / 2) * spacingMs;
        return makeObservation({
          scheduledAt,
          startedAt: scheduledAt,
          seq: 20 + index,
          region: order + spacingMs,
        });
      });
      await monitor.write(...written);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readObservations(monitor.db, {
          workspaceId,
          environmentId,
          from,
          to: from + 60 * spacingMs,
          region: order + spacingMs,
          order,
          limit: 4,
          cursor,
        });
        seen.push(...page.observations.map(observationKey));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      const expected = written.map(observationKey);
      expect(seen).toEqual(order === "newest_first" ? expected.reverse() : expected);
    },
  );

  it("are filtered by region and outcome", async () => {
    const from = noon + 20_000;
    const at = { scheduledAt: from, startedAt: from };
    await monitor.write(
      makeObservation({ ...at, region: "us-east" }),
      makeObservation({ ...at, seq: 1, failedAssertions: ["status is 500"] }),
      makeObservation({ ...at, seq: 2, outcome: { kind: "refused" } }),
    );
    const keys = async (filter: object) =>
      (await monitor.readAll(from, from + 1, filter)).map(({ seq }) => seq).sort();
    expect(await keys({ region: "us-east" })).toEqual([0]);
    expect(await keys({ outcome: "ok" })).toEqual([0]);
    expect(await keys({ outcome: "failed" })).toEqual([1, 2]);
    expect(await keys({ outcome: "refused" })).toEqual([2]);
  });

  it("of another workspace are never read", async () => {
    const stranger = { workspaceId: newId("ws"), environmentId: newId("env"), from: noon, to: noon + dayMs };
    await addMonitor(monitor.db, stranger.workspaceId, stranger.environmentId, newId("mon"));
    const mixed = { workspaceId: stranger.workspaceId, environmentId };
    expect(
      (await readObservations(monitor.db, { ...stranger, monitorIds: [monitorId], limit: 10 })).observations,
    ).toEqual([]);
    expect((await readObservations(monitor.db, { ...stranger, ...mixed, limit: 10 })).observations).toEqual(
      [],
    );
  });

  it("refuse a cursor that was not given out", async () => {
    await expect(monitor.readAll(noon, noon + 1, { cursor: "bm9uc2Vuc2U" })).rejects.toThrow("cursor");
  });
});
