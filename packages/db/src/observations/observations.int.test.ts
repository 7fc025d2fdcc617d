import type { Observation } from "@rollcall/domain/observation";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, inTransaction, openDatabase } from "../database.ts";
import { newId } from "../new-id.ts";
import { insertObservations } from "./insert-observations.ts";
import { observationKey } from "./observation-key.ts";
import { dropOldPartitions, ensurePartitions } from "./partitions.ts";
import { createPlaceMemory } from "./place-memory.ts";
import { readObservations } from "./read-observations.ts";

const dayMs = 86_400_000;
const noon = Date.UTC(2026, 4, 10, 12);

let testDatabase: TestDatabase;
let db: Database;
const workspaceId = newId("ws");
const environmentId = newId("env");
const monitorId = newId("mon");

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ url: testDatabase.url });
  await addMonitor(workspaceId, environmentId, monitorId);
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

async function addMonitor(workspace: string, environment: string, monitor: string) {
  const service = newId("svc");
  await db.prisma.workspace.create({ data: { id: workspace, slug: workspace, name: "Acme" } });
  await db.prisma.service.create({ data: { id: service, workspaceId: workspace, name: "api" } });
  await db.prisma.environment.create({
    data: { id: environment, workspaceId: workspace, serviceId: service, name: "production" },
  });
  await db.prisma.monitor.create({
    data: {
      id: monitor,
      workspaceId: workspace,
      environmentId: environment,
      name: "health",
      url: "https://example.test/",
      method: "GET",
      intervalSeconds: 60,
      timeoutMs: 10_000,
      verifiesDeploys: true,
    },
  });
}

function makeObservation(change: Partial<Observation> = {}): Observation {
  return {
    workspaceId,
    environmentId,
    monitorId,
    region: "eu-west",
    scheduledAt: noon,
    seq: 0,
    variant: "plain",
    configVersion: 3,
    startedAt: noon + 12,
    finishedAt: noon + 112,
    timings: { dnsMs: 1.5, connectMs: 2, tlsMs: null, firstByteMs: 80.25, transferMs: 0.5 },
    totalMs: 100,
    remoteAddress: "203.0.113.7",
    outcome: { kind: "answered", status: 200, body: "read" },
    version: { value: "1.42.0", reader: { from: "json", path: "git.commit" } },
    instance: "pod-1",
    cache: { age: "12", "x-cache": 'HIT, "edge"' },
    failedAssertions: [],
    tlsDaysLeft: 30,
    ...change,
  };
}

/** Times are kept on a scale of their own, and the end of a probe is its start and how long it took. */
function asKept(observation: Observation): Observation {
  const about = (ms: number | null) => (ms === null ? null : expect.closeTo(ms, 1));
  const { dnsMs, connectMs, tlsMs, firstByteMs, transferMs } = observation.timings;
  return {
    ...observation,
    timings: {
      dnsMs: about(dnsMs),
      connectMs: about(connectMs),
      tlsMs: about(tlsMs),
      firstByteMs: about(firstByteMs),
      transferMs: about(transferMs),
    },
    totalMs: expect.closeTo(observation.totalMs, 1),
  };
}

const write = (...observations: Observation[]) =>
  inTransaction(db, (tx) => insertObservations(tx, observations, db.places));
const readAll = async (from: number, to: number, more = {}) =>
  (await readObservations(db, { workspaceId, environmentId, from, to, limit: 100, ...more })).observations;

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
    expect(await write(...written)).toEqual(written);
    expect(await readAll(noon, noon + 1, { order: "oldest_first" })).toEqual(written.map(asKept));
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
    await write(...written.slice(0, 90));
    await write(...written.slice(90));
    const read = await readAll(from, from + 1, { order: "oldest_first", limit: 200 });
    expect(read).toEqual(written.map(asKept));
    const { rows } = await db.pool.query(
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
    await db.pool.query(
      `insert into facts.observation (monitor_id, region, scheduled_at, start_delay_ms, duration_ms, config_version, seq,
         total_ms, dns_ms, connect_ms, first_byte_ms, transfer_ms, tls_days_left, outcome, status, is_busted, variant,
         remote_address, version, version_from, instance, cache)
       values ($1, 'eu-west', $2, 0, 100, 3, 1, 100, 1.5, 2, 80.25, 0.5, 30, 0, 200, false, 0, '203.0.113.7', '1.42.0',
         'json:git.commit', 'pod-1', $3)`,
      [monitorId.slice(4), new Date(from), JSON.stringify(stored.cache)],
    );
    // A program that starts: whether there are any is asked every ten seconds.
    const memory = createPlaceMemory();
    const written = await inTransaction(db, (tx) => insertObservations(tx, [before, stored, after], memory));
    expect(written).toEqual([before, after]);
    for (const limit of [1, 3]) {
      const pages: Observation[] = [];
      let cursor: string | undefined;
      do {
        const page = await readObservations(db, {
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
    await write(first);
    expect(await write(first, second, second)).toEqual([second]);
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
      await write(...written);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readObservations(db, {
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
    await write(
      makeObservation({ ...at, region: "us-east" }),
      makeObservation({ ...at, seq: 1, failedAssertions: ["status is 500"] }),
      makeObservation({ ...at, seq: 2, outcome: { kind: "refused" } }),
    );
    const keys = async (filter: object) =>
      (await readAll(from, from + 1, filter)).map(({ seq }) => seq).sort();
    expect(await keys({ region: "us-east" })).toEqual([0]);
    expect(await keys({ outcome: "ok" })).toEqual([0]);
    expect(await keys({ outcome: "failed" })).toEqual([1, 2]);
    expect(await keys({ outcome: "refused" })).toEqual([2]);
  });

  it("of another workspace are never read", async () => {
    const stranger = { workspaceId: newId("ws"), environmentId: newId("env"), from: noon, to: noon + dayMs };
    await addMonitor(stranger.workspaceId, stranger.environmentId, newId("mon"));
    const mixed = { workspaceId: stranger.workspaceId, environmentId };
    expect(
      (await readObservations(db, { ...stranger, monitorIds: [monitorId], limit: 10 })).observations,
    ).toEqual([]);
    expect((await readObservations(db, { ...stranger, ...mixed, limit: 10 })).observations).toEqual([]);
  });

  it("refuse a cursor that was not given out", async () => {
    await expect(readAll(noon, noon + 1, { cursor: "bm9uc2Vuc2U" })).rejects.toThrow("cursor");
  });
});

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
      await inTransaction(db, (tx) => insertObservations(tx, [observation], counting));
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
    const read = await readAll(from, from + 1, { region: name, order: "oldest_first" });
    expect(read).toEqual(written.map(asKept));
  });

  it("are not asked for when a series has all its texts of the day", async () => {
    const from = noon + 4 * dayMs;
    const instances = Array.from({ length: 106 }, (_, i) => `pod-${i}`);
    const written = saying("full", from, instances);
    await write(...written.slice(0, 100));
    expect(await writeWith(from, written.slice(100))).toEqual([1, 1, 1, 1, 1, 1]);
    const read = await readAll(from, from + 1, { order: "oldest_first", limit: 200 });
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
    const failed = inTransaction(db, async (tx) => {
      await insertObservations(tx, written, memory);
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await inTransaction(db, (tx) => insertObservations(tx, written, memory))).toEqual(written);
    expect(await readAll(from, from + 1)).toEqual(written.map(asKept));
  });
});

describe("daily partitions", () => {
  it("take over what the default partition held, and keep accepting", async () => {
    const day = Date.UTC(2026, 6, 1);
    const early = makeObservation({ scheduledAt: day + 5, startedAt: day + 5 });
    await write(early);
    expect(await ensurePartitions(db, new Date(day + 1000))).toBe(10);
    expect(await ensurePartitions(db, new Date(day + 1000))).toBe(0);
    expect(await write(early)).toEqual([]);
    const { rows } = await db.pool.query(
      "select (select count(*) from facts.packed_observation_p20260701) + (select count(*) from facts.answer_text_p20260701) as count",
    );
    expect(rows[0].count).toBe("2");
  });

  it("are made once by programs that sweep at the same time", async () => {
    const now = new Date(Date.UTC(2026, 8, 1));
    const made = await Promise.all(Array.from({ length: 4 }, () => ensurePartitions(db, now)));
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it("are dropped whole once they are older than what is kept", async () => {
    const day = Date.UTC(2027, 0, 10);
    await ensurePartitions(db, new Date(day));
    const old = makeObservation({ scheduledAt: day - dayMs, startedAt: day });
    const kept = makeObservation({ scheduledAt: day, startedAt: day });
    await write(old, kept);
    const dropped = await dropOldPartitions(db, 30, new Date(day + 30 * dayMs));
    expect(dropped).toContain("packed_observation_p20270109");
    expect(dropped).not.toContain("packed_observation_p20270110");
    expect((await readAll(0, day + dayMs, { limit: 100 })).map(observationKey)).toEqual([
      observationKey(kept),
    ]);
  });
});
