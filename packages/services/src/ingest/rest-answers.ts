/**
 * What says that all is as it was is stored and not judged: in most of the time of most services nothing else is said,
 * and a judgement reads and writes a hundred times what an answer is. It is folded by whoever judges its environment
 * next, because time has passed or because something else was said.
 */
import {
  insertObservations,
  inTransaction,
  noteLateAnswers,
  observationKey,
  Prisma,
  readObservationsSince,
  type Tx,
} from "@rollcall/db";
import type { Instant } from "@rollcall/domain/glossary";
import type { Observation } from "@rollcall/domain/observation";
import type { LoadedEnvironment } from "./load-environment.ts";
import type { JudgeDeps, ReportPart } from "./record-observations.ts";

/** What became of a part that rests. */
export type Rested = { stored: number; duplicate: number };

/** An environment in which nothing is under way, held until the transaction ends. */
type Calm = { id: string; workspaceId: string; servedVersion: string | null; restingSince: Instant | null };

/**
 * Stores those parts whose environments are calm: up, without an incident, without a deploy that waits for anything,
 * and serving the version that the answers carry. Gives back `null` for every other part, which is to be judged.
 * Only answers of monitors that belong to the environment may be given.
 */
export function restAnswers(
  deps: Pick<JudgeDeps, "db" | "now">,
  parts: readonly ReportPart[],
): Promise<(Rested | null)[]> {
  return inTransaction(deps.db, async (tx) => {
    const calm = new Map((await lockCalm(tx, parts)).map((environment) => [environment.id, environment]));
    const resting = parts.flatMap((part) => {
      const environment = calm.get(part.environmentId);
      const isOwners = environment?.workspaceId === part.workspaceId;
      return isOwners && isAsServed(part, environment) ? [{ part, environment }] : [];
    });
    const stored = await insertObservations(
      tx,
      resting.flatMap(({ part }) => part.observations),
      deps.db.places,
    );
    await noteLateAnswers(tx, stored, deps.now());
    const isStored = new Set(stored);
    const rested = resting.map(({ part, environment }) => ({
      ...{ part, environment },
      fresh: part.observations.filter((observation) => isStored.has(observation)),
    }));
    await noteResting(tx, rested);
    const results = new Map(
      rested.map(({ part, fresh }) => [
        part,
        { stored: fresh.length, duplicate: part.observations.length - fresh.length },
      ]),
    );
    return parts.map((part) => results.get(part) ?? null);
  });
}

/** Reads what rests in environments that are held by this transaction; to be folded with what is new. */
export async function readResting(
  tx: Tx,
  environments: readonly LoadedEnvironment[],
): Promise<(environment: LoadedEnvironment) => Observation[]> {
  const [
    {
      row: { workspaceId },
    } = { row: { workspaceId: "" } },
  ] = environments;
  const wanted = environments.flatMap(({ row: { id, restingSince } }) =>
    restingSince === null ? [] : [{ environmentId: id, since: restingSince.getTime() }],
  );
  const restingIn = new Map<string, Observation[]>(wanted.map(({ environmentId }) => [environmentId, []]));
  for (const one of await readObservationsSince(tx, workspaceId, wanted))
    restingIn.get(one.environmentId)?.push(one);
  return ({ row }) => restingIn.get(row.id) ?? [];
}

/** Those that rested and are not among these. */
export function notIn(observations: readonly Observation[], resting: readonly Observation[]): Observation[] {
  if (observations.length === 0) return [...resting];
  const given = new Set(observations.map(observationKey));
  return resting.filter((one) => !given.has(observationKey(one)));
}

/** Of a row `e` of `environment`: it is up, has no incident, and no deploy that waits for anything. */
export const isCalm = Prisma.sql`(e.health = 'up'
  AND NOT EXISTS (SELECT FROM incident i WHERE i.environment_id = e.id AND i.state <> 'resolved')
  AND NOT EXISTS (SELECT FROM deploy d WHERE d.environment_id = e.id AND d.ended_at IS NULL
    AND NOT (d.state = 'live' AND d.next_judge_at IS NULL)))`;

// A judgement may be under way in what is skipped, and could miss what is stored beside it.
async function lockCalm(tx: Tx, parts: readonly ReportPart[]): Promise<Calm[]> {
  const rows = await tx.$queryRaw<{ calm: Calm[] }[]>`
    SELECT coalesce(json_agg(c), '[]') AS calm
    FROM (
      SELECT e.id, e.workspace_id AS "workspaceId", e.served_version AS "servedVersion",
        (extract(epoch FROM e.resting_since) * 1000)::bigint AS "restingSince"
      FROM environment e
      WHERE e.id = ANY(${parts.map(({ environmentId }) => environmentId)}) AND ${isCalm}
      FOR NO KEY UPDATE SKIP LOCKED) c`;
  return rows[0]?.calm ?? [];
}

function isAsServed({ observations }: ReportPart, { servedVersion }: Calm): boolean {
  return observations.every(({ version }) => version === null || version.value === servedVersion);
}

type RestedPart = { environment: Calm; fresh: Observation[] };

async function noteResting(tx: Tx, rested: readonly RestedPart[]): Promise<void> {
  const rows = rested.flatMap(({ environment: { id, restingSince }, fresh }) => {
    const since = Math.min(...fresh.map(({ scheduledAt }) => scheduledAt));
    const isNoted = fresh.length === 0 || (restingSince !== null && restingSince <= since);
    return isNoted ? [] : [{ id, since: new Date(since).toISOString() }];
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE environment e SET resting_since = least(e.resting_since, n.since)
    FROM unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ since }) => since)}::timestamptz[]) AS n(id, since)
    WHERE e.id = n.id`;
}
