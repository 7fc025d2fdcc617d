import type { Observation, OutcomeKind } from "@rollcall/domain/observation";
import { AppError } from "@rollcall/domain/problem";
import type { Database } from "../database.ts";
import {
  fromObservationRow,
  monitorUuid,
  type ObservationRow,
  observationColumns,
} from "./observation-row.ts";
import { outcomeKinds } from "./outcome-codec.ts";

/** Which observations of one environment to read; times are epoch milliseconds, `from` inclusive, `to` exclusive. */
export type ObservationQuery = {
  workspaceId: string;
  environmentId: string;
  from: number;
  to: number;
  /** All monitors of the environment unless given; those of other environments are ignored. */
  monitorIds?: string[];
  region?: string;
  /** `ok`: answered and every assertion held; `failed`: the rest; or one kind. */
  outcome?: "ok" | "failed" | OutcomeKind;
  order?: "newest_first" | "oldest_first";
  limit: number;
  cursor?: string;
};

/** A page of observations; `nextCursor` is null on the last one. */
export type ObservationPage = { observations: Observation[]; nextCursor: string | null };

/**
 * Reads one page by scheduled time. Rows written meanwhile never make a page repeat or skip older ones. It looks for them
 * where the page begins and goes on in ever wider steps: what lies beyond the page is not read, however much there is.
 */
export async function readObservations(
  db: Pick<Database, "pool">,
  query: ObservationQuery,
): Promise<ObservationPage> {
  const owner = { workspaceId: query.workspaceId, environmentId: query.environmentId };
  const after = query.cursor === undefined ? null : fromCursor(query.cursor);
  const rows: ObservationRow[] = [];
  for (const step of stepsFrom(query, after?.[0] ?? null)) {
    rows.push(...(await readStep(db, query, after, step, query.limit + 1 - rows.length)));
    if (rows.length > query.limit) break;
  }
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    observations: page.map((row) => fromObservationRow(row, owner)),
    nextCursor: last && rows.length > query.limit ? toCursor(last) : null,
  };
}

type Step = { from: number; to: number };

const firstStepMs = 3_600_000;
const widening = 4;

/** The time that is asked for, from where the page begins on. */
function* stepsFrom({ from, to, order }: ObservationQuery, begin: number | null): Generator<Step> {
  let widthMs = firstStepMs;
  if (order === "oldest_first") {
    for (let at = Math.max(from, begin ?? from); at < to; widthMs *= widening) {
      const end = Math.min(to, at + widthMs);
      yield { from: at, to: end };
      at = end;
    }
    return;
  }
  for (let at = Math.min(to, (begin ?? to) + 1); at > from; widthMs *= widening) {
    const start = Math.max(from, at - widthMs);
    yield { from: start, to: at };
    at = start;
  }
}

async function readStep(
  db: Pick<Database, "pool">,
  query: ObservationQuery,
  after: CursorParts | null,
  step: Step,
  limit: number,
): Promise<ObservationRow[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const isNewestFirst = query.order !== "oldest_first";
  const conditions = [
    // The monitors first: their ids lead the primary key, and only those of the workspace count.
    `o.monitor_id = any(array(
       select substr(m.id, 5)::uuid from monitor m
       where m.workspace_id = ${bind(query.workspaceId)} and m.environment_id = ${bind(query.environmentId)}))`,
    `o.scheduled_at >= ${bind(new Date(step.from))} and o.scheduled_at < ${bind(new Date(step.to))}`,
    ...(query.monitorIds ? [`o.monitor_id = any(${bind(query.monitorIds.map(monitorUuid))}::uuid[])`] : []),
    ...(query.region ? [`o.region = ${bind(query.region)}`] : []),
    ...outcomeCondition(query.outcome, bind),
    ...(after ? [cursorCondition(after, isNewestFirst, bind)] : []),
  ];
  const direction = isNewestFirst ? "desc" : "asc";
  const order = ["scheduled_at", "monitor_id", "region", "seq"].map((name) => `o.${name} ${direction}`);
  const { rows } = await db.pool.query<ObservationRow>(
    `select ${Object.keys(observationColumns).join(", ")} from facts.observation o
     where ${conditions.join(" and ")} order by ${order.join(", ")} limit ${bind(limit)}`,
    values,
  );
  return rows;
}

type Bind = (value: unknown) => string;

function outcomeCondition(outcome: ObservationQuery["outcome"], bind: Bind): string[] {
  const isOk = `(o.outcome = ${outcomeKinds.indexOf("answered")} and o.failed_assertions is null)`;
  if (outcome === undefined) return [];
  if (outcome === "ok") return [isOk];
  if (outcome === "failed") return [`not ${isOk}`];
  return [`o.outcome = ${bind(outcomeKinds.indexOf(outcome))}`];
}

type CursorParts = [scheduledAt: number, monitorId: string, region: string, seq: number];

function cursorCondition(after: CursorParts, isNewestFirst: boolean, bind: Bind): string {
  const [scheduledAt, monitorId, region, seq] = after;
  return `(o.scheduled_at, o.monitor_id, o.region, o.seq) ${isNewestFirst ? "<" : ">"} (${[
    bind(new Date(scheduledAt)),
    `${bind(monitorId)}::uuid`,
    bind(region),
    bind(seq),
  ].join(", ")})`;
}

function toCursor(row: ObservationRow): string {
  const parts = [row.scheduled_at.getTime(), row.monitor_id, row.region, row.seq];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

function fromCursor(cursor: string): CursorParts {
  try {
    const [scheduledAt, monitorId, region, seq] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(monitorId);
    if (isUuid && Number.isInteger(scheduledAt) && typeof region === "string" && Number.isInteger(seq))
      return [scheduledAt, monitorId, region, seq];
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw new AppError("invalid_input", "The cursor is not one that was given out.");
}
