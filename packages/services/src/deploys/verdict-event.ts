/** A verdict change as it is kept in a deploy's sequence, with its evidence. */
import type { Prisma } from "@rollcall/db";
import { explainRule } from "@rollcall/domain/why";
import type { DeployWire, VerdictWire } from "@rollcall/domain/wire";
import type { StoredVerdict } from "../ingest/stored-verdict.ts";

/** The data of a `state` event: what was judged, by which rule and numbers, and who was told. */
export type VerdictEventData = Omit<VerdictWire, "seq" | "at" | "why" | "links"> & {
  impact: string;
  reason: string | null;
};

/** What is kept of a verdict; `told` is one line saying who was told, or why nobody was. */
export function toVerdictEventData(verdict: StoredVerdict, told: string): VerdictEventData {
  const { state, conditions, stuckKind, rule, sentence, impact, numbers, share, causes, unverifiable } =
    verdict;
  return {
    state,
    conditions,
    stuckKind,
    rule,
    sentence,
    impact,
    numbers,
    share,
    causes,
    told,
    reason: unverifiable,
  };
}

/** One stored change as the API gives it, with its rule and numbers in words. */
export function toVerdictWire(event: Prisma.DeployEventModel, baseUrl: string): VerdictWire {
  const { impact: _impact, reason: _reason, ...verdict } = readVerdictEvent(event.data);
  const at = event.at.toISOString();
  const from = new Date(event.at.getTime() - verdict.share.windowSeconds * 1000).toISOString();
  const answers = `${baseUrl}/api/v1/deploys/${event.deployId}/answers?${new URLSearchParams({ from, to: at })}`;
  return { seq: event.seq, at, ...verdict, why: explainRule(verdict), links: { answers } };
}

/** The deploy as it stood after a verdict change. */
export function withVerdictEvent(deploy: DeployWire, data: unknown): DeployWire {
  const { state, conditions, stuckKind, sentence, share, causes, reason } = readVerdictEvent(data);
  return { ...deploy, state, conditions, stuckKind, sentence, share, causes, reason };
}

/** Only the judge writes `state` events, so their shape is ours. */
function readVerdictEvent(data: unknown): VerdictEventData {
  return data as VerdictEventData;
}
