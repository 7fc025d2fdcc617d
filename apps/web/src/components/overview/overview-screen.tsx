"use client";

import type { OverviewView } from "@rollcall/services/views";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useLiveView } from "@/client/use-live-view.ts";
import { useTabTitle } from "@/client/use-tab-share.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { AttentionList } from "./attention-list.tsx";
import { EnvironmentTable } from "./environment-table.tsx";
import { FirstSteps, isNew } from "./first-steps.tsx";
import { overviewSentence, overviewTitle } from "./overview-sentence.ts";
import { RunningList } from "./running-list.tsx";

/** What needs attention, what is rolling out, and what every service serves. */
export function OverviewScreen({ initial }: { initial: OverviewView }) {
  const { view, connection } = useLiveView("/api/app/overview/stream", initial);
  useTabTitle(overviewTitle(view));
  const [environment] = useQueryState("environment");
  const running = view.running.filter((deploy) => environment === null || deploy.environment === environment);
  const isEmpty = view.rows.length === 0;
  return (
    <>
      <PageHeader
        crumbs={
          connection === "retrying" && (
            <span role="status" className="text-previous">
              Live paused, retrying
            </span>
          )
        }
        title="Overview"
        sentence={<span className="text-ink text-xl">{overviewSentence(view)}</span>}
      />
      <div className="grid gap-4 *:min-w-0">
        {isNew(view.firstSteps) && <FirstSteps steps={view.firstSteps} />}
        {!isEmpty && (
          <Card title="Needs attention" bodyClassName="p-0">
            <AttentionList items={view.attention} />
          </Card>
        )}
        {running.length > 0 && (
          <Card title="Running rollouts" bodyClassName="p-0">
            <RunningList deploys={running} />
          </Card>
        )}
        <Card title="Services" bodyClassName="p-0">
          {isEmpty ? (
            <EmptyState
              title="Waiting for the first answer"
              action={
                <Button variant="primary" render={<Link href="/welcome" />}>
                  Start with a URL
                </Button>
              }
            >
              A monitor asks one URL from every region and reads the version out of each answer. The first one
              takes a minute.
            </EmptyState>
          ) : (
            <EnvironmentTable rows={view.rows} />
          )}
        </Card>
      </div>
    </>
  );
}
