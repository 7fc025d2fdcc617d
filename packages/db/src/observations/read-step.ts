/** Reads one step of a page, from each of the two tables in which observations are kept. */
import type { Observation } from "@rollcall/domain/observation";
import type { Database } from "../database.ts";
import { monitorUuid } from "./observation-key.ts";
import { outcomeKinds } from "./outcome-codec.ts";
import { answeredFrom, fromPackedRow, packedColumns, type StoredRow } from "./packed-row.ts";
import type { PageEnd } from "./page-end.ts";
import type { ObservationQuery } from "./read-observations.ts";
import { fromWideRow, type WideRow } from "./wide-observations.ts";

/** A stretch of the time that is asked for, in epoch milliseconds, `from` inclusive. */
export type Step = { from: number; to: number };
/** What of a step is still wanted. */
export type StepPart = Step & { after: PageEnd | null; limit: number };

type Bind = (value: unknown) => string;

/** Those of `facts.packed_observation`, in the page's order. */
export async function readPacked(
  db: Pick<Database, "pool">,
  query: ObservationQuery,
  step: StepPart,
): Promise<Observation[]> {
  const { values, bind } = binding();
  const region = query.region === undefined ? "" : `and s.region = ${bind(query.region)}`;
  const conditions = [
    // The series first: their numbers lead the primary key, and only those of the workspace count.
    `o.series = any(array(
       select s.id from facts.series s where s.monitor_id in (${monitorsOf(query, bind)}) ${region}))`,
    `o.at >= ${bind(new Date(step.from))} and o.at < ${bind(new Date(step.to))}`,
    ...packedOutcome(query.outcome, bind),
    ...afterCondition(query, step.after, "(o.at, s.monitor_id, s.region)", bind),
  ];
  const { rows } = await db.pool.query<StoredRow>(
    `select o.*, t.said, (extract(epoch from o.at) * 1000000)::float8 as micros from (
       select o.at, o.series, o.said as n, ${Object.keys(packedColumns).join(", ")}, s.monitor_id, s.region
       from facts.packed_observation o join facts.series s on s.id = o.series
       where ${conditions.join(" and ")}
       order by ${orderOf(query, ["o.at", "s.monitor_id", "s.region"])} limit ${bind(step.limit)}) o
     left join facts.answer_text t
       on t.series = o.series and t.n = o.n and t.at = date_trunc('day', o.at, 'UTC')`,
    values,
  );
  return rows.map((row) => fromPackedRow(row, ownerOf(query)));
}

/** Those of `facts.observation`, in the page's order. */
export async function readWide(
  db: Pick<Database, "pool">,
  query: ObservationQuery,
  step: StepPart,
): Promise<Observation[]> {
  const { values, bind } = binding();
  // As `microsOf` places them.
  const place = "o.scheduled_at + greatest(0, least(o.seq, 999)) * interval '1 microsecond'";
  const conditions = [
    `o.monitor_id = any(array(${monitorsOf(query, bind)}))`,
    `o.scheduled_at >= ${bind(new Date(step.from))} and o.scheduled_at < ${bind(new Date(step.to))}`,
    ...(query.region === undefined ? [] : [`o.region = ${bind(query.region)}`]),
    ...wideOutcome(query.outcome, bind),
    ...afterCondition(query, step.after, `(${place}, o.monitor_id, o.region)`, bind),
  ];
  const { rows } = await db.pool.query<WideRow>(
    `select o.*, (extract(epoch from ${place}) * 1000000)::float8 as micros from facts.observation o
     where ${conditions.join(" and ")}
     order by ${orderOf(query, [place, "o.monitor_id", "o.region"])} limit ${bind(step.limit)}`,
    values,
  );
  return rows.map((row) => fromWideRow(row, ownerOf(query)));
}

function ownerOf({ workspaceId, environmentId }: ObservationQuery) {
  return { workspaceId, environmentId };
}

function binding(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/** The UUIDs of the monitors that are asked for, of the query's own environment alone. */
function monitorsOf({ workspaceId, environmentId, monitorIds }: ObservationQuery, bind: Bind): string {
  const wanted =
    monitorIds && `and substr(m.id, 5)::uuid = any(${bind(monitorIds.map(monitorUuid))}::uuid[])`;
  return `select substr(m.id, 5)::uuid from monitor m
    where m.workspace_id = ${bind(workspaceId)} and m.environment_id = ${bind(environmentId)} ${wanted ?? ""}`;
}

function packedOutcome(outcome: ObservationQuery["outcome"], bind: Bind): string[] {
  if (outcome === undefined) return [];
  if (outcome === "ok") return [`o.outcome >= ${answeredFrom}`];
  if (outcome === "failed") return [`o.outcome < ${answeredFrom}`];
  if (outcome === "answered") return [`abs(o.outcome) >= ${answeredFrom}`];
  return [`o.outcome = ${bind(outcomeKinds.indexOf(outcome))}`];
}

function wideOutcome(outcome: ObservationQuery["outcome"], bind: Bind): string[] {
  const isOk = `(o.outcome = ${outcomeKinds.indexOf("answered")} and o.failed_assertions is null)`;
  if (outcome === undefined) return [];
  if (outcome === "ok") return [isOk];
  if (outcome === "failed") return [`not ${isOk}`];
  return [`o.outcome = ${bind(outcomeKinds.indexOf(outcome))}`];
}

function afterCondition(
  { order }: ObservationQuery,
  after: PageEnd | null,
  place: string,
  bind: Bind,
): string[] {
  if (after === null) return [];
  const at = `timestamptz 'epoch' + ${bind(after.micros)}::float8 * interval '1 microsecond'`;
  const sign = order === "oldest_first" ? ">" : "<";
  return [`${place} ${sign} (${at}, ${bind(after.uuid)}::uuid, ${bind(after.region)})`];
}

function orderOf({ order }: ObservationQuery, names: string[]): string {
  return names.map((name) => `${name} ${order === "oldest_first" ? "asc" : "desc"}`).join(", ");
}
