/** How late probes were, from what the prober itself wrote down: when each began, after the instant it was planned for. */
import { readObservations } from "@rollcall/db";
import type { Stage } from "../stage/open-stage.ts";
import { quantile } from "../verdict/stats.ts";

/** Milliseconds; `probes` were planned in the stretch. */
export type Lateness = { probes: number; p50: number; p95: number; p99: number; most: number };

const readsAtOnce = 4;
const pageMax = 500;

/** Of every probe that was planned from `from` until `to`, epoch milliseconds; all of them must have been judged. */
export async function readLateness({ db }: Stage, from: number, to: number): Promise<Lateness> {
  const places = await db.prisma.environment.findMany({ select: { id: true, workspaceId: true } });
  const waiting = places.values();
  const late: number[] = [];
  const lane = async () => {
    for (const { id: environmentId, workspaceId } of waiting) {
      const query = { workspaceId, environmentId, from, to, limit: pageMax };
      const { observations, nextCursor } = await readObservations(db, query);
      if (nextCursor !== null) throw new Error("a service has more observations than a page");
      for (const { startedAt, scheduledAt } of observations) late.push(startedAt - scheduledAt);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, lane));
  const of = (q: number) => Math.round(quantile(late, q) ?? Number.NaN);
  return { probes: late.length, p50: of(0.5), p95: of(0.95), p99: of(0.99), most: of(1) };
}
