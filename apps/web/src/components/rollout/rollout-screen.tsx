"use client";

import type { Cause } from "@rollcall/domain/glossary";
import type { RolloutView } from "@rollcall/services/views";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useLiveView } from "@/client/use-live-view.ts";
import { useTabShare } from "@/client/use-tab-share.ts";
import { shortVersion } from "@/format/version.ts";
import { isEnded } from "../state/state-words.ts";
import { Card } from "../ui/card.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { ZoneNote } from "../ui/zone-note.tsx";
import { AnswersDrawer } from "./answers-drawer.tsx";
import { useAnswersFilter } from "./answers-filter.ts";
import { nameBuckets } from "./buckets.ts";
import { CauseList } from "./cause-list.tsx";
import { EvidenceDialog } from "./evidence-dialog.tsx";
import { RegionTable } from "./region-table.tsx";
import { RolloutActions } from "./rollout-actions.tsx";
import { RolloutDetails } from "./rollout-details.tsx";
import { RolloutPicture } from "./rollout-picture.tsx";
import { countingPercent, rolloutTitle } from "./rollout-title.ts";
import { useVerdicts } from "./use-verdicts.ts";
import { Freshness, VerdictHead } from "./verdict-head.tsx";
import { VerdictHistory } from "./verdict-history.tsx";

const isOver = (view: RolloutView) => isEnded(view.deploy.state);

/** The signature view: what a deploy really did, as it happens. */
export function RolloutScreen({ initial, canChange }: { initial: RolloutView; canChange: boolean }) {
  const { view, connection } = useLiveView(`/api/app/rollouts/${initial.deploy.id}/stream`, initial, isOver);
  const { deploy } = view;
  const names = useMemo(
    () => nameBuckets(deploy.version, deploy.previousVersion),
    [deploy.version, deploy.previousVersion],
  );
  const [, setFilter] = useAnswersFilter();
  const verdicts = useVerdicts(deploy.id, view.verdicts);
  const showAnswers = (from: string, to: string) => void setFilter({ answers: true, from, to });
  useTabShare(rolloutTitle(deploy), countingPercent(deploy));
  return (
    <>
      <PageHeader
        crumbs={<Freshness connection={connection} view={view} />}
        title={
          <>
            <Link href={`/services/${encodeURIComponent(deploy.service)}`} className="hover:underline">
              {deploy.service}
            </Link>
            <span className="text-quiet"> › {deploy.environment}</span>{" "}
            <span className="figures font-normal" title={deploy.version}>
              {shortVersion(deploy.version)}
            </span>
          </>
        }
        actions={<RolloutActions deploy={deploy} canChange={canChange} />}
      />
      <div className="grid gap-4 *:min-w-0">
        <VerdictHead view={view} />
        <WhyCard view={view} canChange={canChange} />
        <RolloutPicture view={view} verdicts={verdicts} names={names} onAnswers={showAnswers} />
        <Card title="Regions" bodyClassName="p-0">
          <RegionTable
            regions={view.regions}
            names={names}
            onWhy={(region, bucket) => void setFilter({ answers: true, region, bucket })}
          />
        </Card>
        <Card title="What was said and who was told" actions={<ZoneNote />} bodyClassName="p-0">
          <VerdictHistory verdicts={verdicts} onAnswers={showAnswers} />
        </Card>
        <RolloutDetails view={view} onAnswers={() => void setFilter({ answers: true })} />
      </div>
      <AnswersDrawer deployId={deploy.id} regions={view.regions.map(({ region }) => region)} names={names} />
    </>
  );
}

/** The causes of a bad verdict; of a deploy that has ended, what its cluster said, for whoever looks back. */
function WhyCard({ view, canChange }: { view: RolloutView; canChange: boolean }) {
  const { deploy } = view;
  // No stream brings anything new of an ended deploy.
  const [read, setRead] = useState<Cause[] | null>(null);
  const causes = (isOver(view) ? read : null) ?? deploy.causes;
  if (causes.length === 0) return null;
  return (
    <Card
      title={isOver(view) ? "What the cluster said" : "Why"}
      actions={canChange && <EvidenceDialog deployId={deploy.id} isOver={isOver(view)} onRead={setRead} />}
      bodyClassName="p-0"
    >
      <CauseList causes={causes} />
    </Card>
  );
}
