import { isPermitted } from "@rollcall/services/context";
import { readMonitor } from "@rollcall/services/monitors";
import Link from "next/link";
import { RefreshEvery } from "@/client/refresh-every.tsx";
import { HistoryCard } from "@/components/history/history-card.tsx";
import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { toneText } from "@/components/state/state-label.tsx";
import { healthWords } from "@/components/state/state-words.ts";
import { cn } from "@/components/ui/cn.ts";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Time } from "@/components/ui/time.tsx";
import { MonitorActions } from "@/features/monitors/detail/monitor-actions.tsx";
import { MonitorFacts } from "@/features/monitors/detail/monitor-facts.tsx";
import { ProbeNow } from "@/features/monitors/detail/probe-now.tsx";
import { RegionHealth } from "@/features/monitors/detail/region-health.tsx";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../read-or-404.ts";

type Props = { params: Promise<{ id: string }> };

const refreshSeconds = 5;

export async function generateMetadata({ params }: Props) {
  const { id } = await params;
  const monitor = await readOr404(readMonitor(await requireContext(), id));
  return { title: monitor.name };
}

export default async function MonitorPage({ params }: Props) {
  const { id } = await params;
  const ctx = await requireContext();
  const monitor = await readOr404(readMonitor(ctx, id));
  const canChange = isPermitted(ctx.actor, "write");
  const isKnown = monitor.health !== "unknown" && monitor.health !== "paused";
  return (
    <>
      <RefreshEvery seconds={refreshSeconds} />
      <PageHeader
        title={monitor.name}
        crumbs={
          <>
            <Link href="/monitors" className="link">
              Monitors
            </Link>{" "}
            ›{" "}
            <Link href={`/services/${encodeURIComponent(monitor.service)}`} className="link">
              {monitor.service}
            </Link>{" "}
            › {monitor.environment}
          </>
        }
        actions={canChange && <MonitorActions monitor={monitor} />}
      />
      <p className="-mt-2 mb-5 flex max-w-prose items-start gap-2 text-xl">
        <span className={cn("mt-1.5", toneText[healthWords[monitor.health].tone])}>
          <HealthGlyph state={monitor.health} />
        </span>
        <span>
          {monitor.enabled
            ? monitor.sentence
            : "Paused: it is not probed, and deploys are judged without it."}{" "}
          {isKnown && monitor.healthSince !== null && (
            <span className="text-base text-quiet">
              since <Time at={monitor.healthSince} show="clock" />
            </span>
          )}
        </span>
      </p>
      <div className="grid grid-cols-1 gap-4">
        <RegionHealth monitor={monitor} />
        <HistoryCard path={`/api/v1/monitors/${id}/history`} />
        {canChange && <ProbeNow monitorId={id} regions={monitor.regions} />}
        <MonitorFacts monitor={monitor} />
      </div>
    </>
  );
}
