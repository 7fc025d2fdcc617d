/** Many notices for one channel as one. */
import type { Instant } from "../glossary.ts";
import type { Notice, SingleNotice } from "../notice.ts";
import { countOf } from "../words/index.ts";

/** Worst first; of what is equally bad the one that began first. */
const urgency = ({ tone, severity }: SingleNotice): number => {
  if (tone !== "problem") return tone === "recovery" ? 2 : 3;
  return severity === "critical" ? 0 : 1;
};

/**
 * One notice that tells of all of them, the worst first, as bad as the worst; at least one. `page` lists the incidents,
 * and `threadKey` keeps the digests of a channel and day together.
 */
export function joinNotices(
  notices: readonly [SingleNotice, ...SingleNotice[]],
  { channelId, page, now }: { channelId: string; page: string; now: Instant },
): Notice {
  const joined = notices.toSorted((a, b) => urgency(a) - urgency(b) || (a.since ?? a.at) - (b.since ?? b.at));
  const { type, tone, severity } = joined[0] ?? notices[0];
  const insteadOf = joined.find(({ telling }) => telling?.insteadOf)?.telling?.insteadOf;
  const services = new Set(joined.map(({ service }) => service)).size;
  return {
    ...{ type, tone, severity, sample: false, at: now, since: null, service: "", environment: "" },
    impact: `${tally(joined)}, in ${countOf(services, "service")}`,
    summary: "Many messages at once are told in one; each of them stands on the page of its incident.",
    ...{ version: null, serving: null, actor: null, ciUrl: null, share: null, regions: [], causes: [] },
    ...{ incidentId: null, deployId: null, monitorId: null },
    threadKey: `digest-${channelId}-${new Date(now).toISOString().slice(0, 10)}`,
    links: { primary: page, incident: null },
    ...(insteadOf !== undefined && { telling: { insteadOf } }),
    joined,
  };
}

/** "3 critical, 1 warning, 2 over, 1 live". */
function tally(notices: readonly SingleNotice[]): string {
  const counts = [0, 0, 0, 0];
  for (const notice of notices) counts[urgency(notice)] = (counts[urgency(notice)] ?? 0) + 1;
  const [critical = 0, warnings = 0, over = 0, live = 0] = counts;
  return [
    critical > 0 && `${critical} critical`,
    warnings > 0 && countOf(warnings, "warning"),
    over > 0 && `${over} over`,
    live > 0 && `${live} live`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}
