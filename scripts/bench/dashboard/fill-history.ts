/** Months of history behind a scene, written by the database itself. */
import { type Database, ensureRollupPartitions } from "@rollcall/db";
import { intervalSeconds, regions, type Scene } from "./scene.ts";

const dayMs = 86_400_000;
/** What one statement writes at most: a statement may not take for ever. */
const chunkMs = dayMs / 8;
const kept = { minute: 7, hour: 90, day: 800 };

/** How much: observations that the roll-ups stand for, raw rows, deploys and incidents of each environment. */
export type HistorySize = { observations: number; rawRows: number; deploysEach: number };

/** Fills raw observations, roll-ups, health, deploys, slices and incidents in; tells how long each part took. */
export async function fillHistory(
  db: Database,
  scene: Scene,
  size: HistorySize,
  tell: (part: string, seconds: number) => void,
): Promise<void> {
  const series = scene.monitorIds.length * regions.length;
  const days = Math.ceil(size.observations / (series * (86_400 / intervalSeconds)));
  const parts: [string, () => Promise<unknown>][] = [
    ["raw observations", () => fillRaw(db, scene, size.rawRows / series)],
    ["minutes", () => fillSpan(db, scene, "minute", Math.min(days, kept.minute))],
    ["hours", () => fillSpan(db, scene, "hour", Math.min(days, kept.hour))],
    ["days", () => fillSpan(db, scene, "day", Math.min(days, kept.day))],
    ["health, deploys, incidents", () => fillRecords(db, scene, days, size.deploysEach)],
    ["statistics", () => db.pool.query("ANALYZE")],
  ];
  await ensureRollupPartitions(db, new Date());
  for (const [part, fill] of parts) {
    const startedAt = performance.now();
    await fill();
    tell(part, Math.round((performance.now() - startedAt) / 100) / 10);
  }
}

const uuids = (ids: string[]) => ids.map((id) => id.slice(4));

/** In the order of their time, as they come; the latest ended some minutes ago. */
async function fillRaw(db: Database, scene: Scene, perSeries: number): Promise<void> {
  const until = Math.floor(Date.now() / 60_000) * 60_000 - 300_000;
  const from = until - perSeries * intervalSeconds * 1000;
  await db.pool.query(
    `INSERT INTO facts.series (monitor_id, region) SELECT m, r FROM unnest($1::uuid[]) m, unnest($2::text[]) r
     ON CONFLICT DO NOTHING`,
    [uuids(scene.monitorIds), regions],
  );
  for (let at = Math.floor(from / dayMs) * dayMs; at < until; at += chunkMs) {
    if (at + chunkMs <= from) continue;
    for (const table of ["packed_observation", "answer_text"])
      await db.pool.query("SELECT facts.ensure_daily_partition($1, $2::date)", [table, new Date(at)]);
    const day = new Date(Math.floor(at / dayMs) * dayMs);
    await db.pool.query(
      `INSERT INTO facts.answer_text (at, series, n, said)
       SELECT $1, id, 0, '["1.41.3","header:x-version",null,"203.0.113.7",null]' FROM facts.series
       ON CONFLICT DO NOTHING`,
      [day],
    );
    await db.pool.query(
      `INSERT INTO facts.packed_observation (at, series, config_version, said, outcome, start_delay, total, dns, connect,
         tls, first_byte, transfer, tls_days_left, rest)
       SELECT at, id, 1, 0, CASE WHEN random() < 0.001 THEN 1 ELSE 1200 END, 9127,
         round(1600 * ln(1 + 100 * (60 + 400 * pow(random(), 6)))), 7384, 12163, 12811, 12701, 7384, -32768, ''
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 ms', $3::integer * interval '1 s') at,
         facts.series`,
      [new Date(Math.max(at, from)), new Date(Math.min(at + chunkMs, until)), intervalSeconds],
    );
  }
}

/** Latencies spread over more buckets the longer the span; one span in twenty has a failure. */
async function fillSpan(db: Database, scene: Scene, span: "minute" | "hour" | "day", days: number) {
  const buckets = { minute: 2, hour: 12, day: 24 }[span];
  const probes = { minute: 2, hour: 120, day: 2_880 }[span];
  const partition = { minute: "day", hour: "month", day: "year" }[span];
  const length = `interval '1 ${span}'`;
  const until = Date.now() - 120_000;
  const stepMs = span === "minute" ? chunkMs : dayMs;
  for (let at = Math.floor(until / dayMs - days) * dayMs; at < until; at += stepMs) {
    await db.pool.query("SELECT facts.ensure_rollup_partition($1, $2, $3)", [
      `answers_${span}`,
      partition,
      new Date(at),
    ]);
    await db.pool.query(
      `INSERT INTO facts.answers_${span} (monitor_id, at, region, answers)
       SELECT m, at, r, CASE WHEN random() < 0.05 THEN array[1] ELSE '{}' END ||
         (SELECT array_agg(((40 + i) << 22) | ${Math.round(probes / buckets)} ORDER BY i)
          FROM generate_series(1, ${buckets}) i)
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 ms', ${length}) at,
         unnest($3::uuid[]) m, unnest($4::text[]) r
       WHERE at + ${length} <= $5
       ON CONFLICT DO NOTHING`,
      [new Date(at), new Date(at + stepMs), uuids(scene.monitorIds), regions, new Date(until)],
    );
  }
}

/** Copies of what each environment has now, spread over the days before; an outage a day, and one long rollout. */
async function fillRecords(db: Database, scene: Scene, days: number, deploysEach: number): Promise<void> {
  const spread = "now() - (n + 1) * $1::float8 / $2::float8 * interval '1 day'";
  await db.pool.query(
    `INSERT INTO deploy SELECT (jsonb_populate_record(d, jsonb_build_object(
       'id', 'dep_' || md5(d.id || n), 'version', '1.' || n, 'state', 'superseded', 'created_at', ${spread},
       'started_at', ${spread}, 'live_at', ${spread}, 'ended_at', ${spread}, 'next_judge_at', null))).*
     FROM deploy d, generate_series(1, $2::integer) n`,
    [days, deploysEach],
  );
  await db.pool.query(
    `INSERT INTO deploy_event (deploy_id, seq, workspace_id, at, type, data)
     SELECT d.id, 1000 + n, d.workspace_id, d.created_at, e.type, e.data
     FROM deploy d, generate_series(1, 10) n,
       LATERAL (SELECT type, data FROM deploy_event WHERE type = 'state' LIMIT 1) e`,
  );
  await db.pool.query(
    `INSERT INTO incident (id, workspace_id, environment_id, state, kind, severity, title, impact, opened_at,
       resolved_at, updated_at)
     SELECT 'inc_' || md5(e.id || n), e.workspace_id, e.id, 'resolved', 'outage', 'critical', 'it was down', 'down',
       ${spread}, ${spread}, now()
     FROM environment e, generate_series(1, $2::integer) n`,
    [days, deploysEach],
  );
  await db.pool.query(
    `INSERT INTO health_span (workspace_id, environment_id, started_at, ended_at, health)
     SELECT workspace_id, id, at, at + CASE WHEN state = 'down' THEN interval '5 min' ELSE interval '23:55' END, state
     FROM environment, generate_series(now() - $1::integer * interval '1 day', now() - interval '1 day', '1 day') day,
       LATERAL (VALUES ('down', day), ('up', day + interval '5 min')) spans(state, at)
     ON CONFLICT DO NOTHING`,
    [days],
  );
  await fillRollout(db, scene, days);
}

/** The scene's rollout has lasted all that time; slices are as wide as the judge makes them at each age. */
async function fillRollout(db: Database, { deployId }: Scene, days: number): Promise<void> {
  await db.pool.query(
    "UPDATE deploy SET created_at = now() - $1::integer * interval '1 day', started_at = now() - $1::integer * interval '1 day' WHERE id = $2",
    [days, deployId],
  );
  await db.pool.query(
    `INSERT INTO rollout_slice (deploy_id, monitor_id, region, at, workspace_id, expected)
     SELECT d.id, m.id, r, at, d.workspace_id, 30 FROM deploy d JOIN monitor m ON m.environment_id = d.environment_id,
       unnest(m.regions) r,
       (VALUES (interval '0', interval '15 min', interval '5 s'), ('15 min', '6 h', '1 min'), ('6 h', '15 h', '5 min'),
         ('15 h', '90 h', '15 min'), ('90 h', '180 h', '1 h'), ('180 h', '15 days', '2 h'),
         ('15 days', '30 days', '4 h'), ('30 days', '60 days', '8 h'), ('60 days', '10 years', '1 day'))
         AS age (since, until, width),
       generate_series(d.started_at + since, least(now(), d.started_at + until - width), width) at
     WHERE d.id = $1 ON CONFLICT DO NOTHING`,
    [deployId],
  );
}
