/** A stored answer about an image, as the judgement and the API see it. */
import type { Prisma } from "@rollcall/db";
import {
  describePreflight,
  type PreflightFact,
  type PreflightOutcome,
  preflightOutcome,
} from "@rollcall/domain/preflight";
import type { PreflightWire } from "@rollcall/domain/wire";

type StoredPreflight = Prisma.PreflightModel | null;

/** Reads the `outcome` column; `null` before the first answer, or for one of another version of Rollcall. */
export function readOutcome(column: unknown): PreflightOutcome | null {
  return preflightOutcome.nullable().catch(null).parse(column);
}

/** What the judge is told; `null` when no registry has answered yet. */
export function toPreflightFact(row: StoredPreflight, isPushed: boolean): PreflightFact | null {
  const outcome = readOutcome(row?.outcome ?? null);
  if (row === null || outcome === null || row.checkedAt === null) return null;
  return { image: row.image, outcome, checkedAt: row.checkedAt.getTime(), isPushed };
}

/** What the API shows. */
export function toPreflightWire(row: StoredPreflight): PreflightWire | null {
  const fact = toPreflightFact(row, false);
  if (row === null || fact === null) return null;
  const { outcome } = fact;
  const image = outcome.kind === "found" || outcome.kind === "wrong_platform" ? outcome : null;
  return {
    outcome: outcome.kind,
    sentence: describePreflight(fact),
    digest: image?.digest ?? null,
    platforms: image?.platforms ?? [],
    checkedAt: new Date(fact.checkedAt).toISOString(),
    nextCheckAt: row.nextCheckAt?.toISOString() ?? null,
  };
}
