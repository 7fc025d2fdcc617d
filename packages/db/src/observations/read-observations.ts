import type { Observation, OutcomeKind } from "@rollcall/domain/observation";
import type { Database } from "../database.ts";
import { fromCursor, type PageEnd, pageEndOf, toCursor } from "./page-end.ts";
import { readPacked, readWide, type Step } from "./read-step.ts";

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
  const after = query.cursor === undefined ? null : fromCursor(query.cursor);
  const found: Observation[] = [];
  for (const step of stepsFrom(query, after)) {
    const part = { ...step, after, limit: query.limit + 1 - found.length };
    const both = [...(await readPacked(db, query, part)), ...(await readWide(db, query, part))];
    found.push(...both.sort(inOrder(query)).slice(0, part.limit));
    if (found.length > query.limit) break;
  }
  const observations = found.slice(0, query.limit);
  const last = observations.at(-1);
  return { observations, nextCursor: last && found.length > query.limit ? toCursor(last) : null };
}

const firstStepMs = 3_600_000;
const widening = 4;

/** The time that is asked for, from where the page begins on. */
function* stepsFrom({ from, to, order }: ObservationQuery, after: PageEnd | null): Generator<Step> {
  const begin = after === null ? null : Math.floor(after.micros / 1000);
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

/** As the database orders them. */
function inOrder({ order }: ObservationQuery): (a: Observation, b: Observation) => number {
  const sign = order === "oldest_first" ? 1 : -1;
  return (a, b) => {
    const [one, other] = [pageEndOf(a), pageEndOf(b)];
    if (one.micros !== other.micros) return sign * (one.micros - other.micros);
    const isAfter = one.uuid === other.uuid ? one.region > other.region : one.uuid > other.uuid;
    return isAfter ? sign : -sign;
  };
}
