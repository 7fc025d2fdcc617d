import type { ServiceView } from "@rollcall/services/views";
import Link from "next/link";
import { countOf } from "@/format/count.ts";
import { formatDuration } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { shortVersion } from "@/format/version.ts";
import { DeployTable } from "../deploys/deploy-table.tsx";
import { HistoryCard } from "../history/history-card.tsx";
import { IncidentLine } from "../incident/incident-line.tsx";
import { RegionGlyphs } from "../overview/region-glyphs.tsx";
import { PolicyList } from "../policy/policy-list.tsx";
import { hasAnswers, nameBuckets } from "../rollout/buckets.ts";
import { ShareBar } from "../rollout/share-bar.tsx";
import { HealthLabel } from "../state/state-label.tsx";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Time } from "../ui/time.tsx";
import { MonitorRow } from "./monitor-row.tsx";
import { ServedWhen } from "./served-when.tsx";

type Environment = ServiceView["environments"][number];

/** Everything known of a service in one environment. */
export function EnvironmentColumn({
  environment,
  policyAction,
}: {
  environment: Environment;
  /** The way to change by what deploys are judged, for those who may. */
  policyAction?: React.ReactNode;
}) {
  const open = environment.incidents.filter(({ state }) => state !== "resolved");
  return (
    <div className="grid content-start gap-4 *:min-w-0">
      <Card
        title={<span className="text-lg">{environment.environment}</span>}
        actions={<HealthLabel health={environment.health} />}
      >
        {environment.maintenance !== null && <InMaintenance maintenance={environment.maintenance} />}
        <ExpectedAndServed environment={environment} />
        <ServedWhen history={environment.history} />
        <UsualTime usual={environment.usuallyLiveSeconds} />
      </Card>
      {open.length > 0 && (
        <Card title="Open incidents" bodyClassName="p-0">
          <ul className="divide-y divide-line">
            {open.map((incident) => (
              <IncidentLine key={incident.id} incident={incident} />
            ))}
          </ul>
        </Card>
      )}
      <HistoryCard
        path={`/api/v1/services/${encodeURIComponent(environment.service)}/history?environment=${encodeURIComponent(environment.environment)}`}
      />
      <Card title="Monitors" bodyClassName="p-0">
        {environment.monitorList.length === 0 ? (
          <EmptyState
            title="Nobody is looking"
            action={
              <Link
                href={`/monitors/new?service=${encodeURIComponent(environment.service)}`}
                className="link"
              >
                Create a monitor
              </Link>
            }
          >
            Without a monitor that reads the version, deploys here cannot be verified.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {environment.monitorList.map((monitor) => (
              <MonitorRow key={monitor.id} monitor={monitor} />
            ))}
          </ul>
        )}
      </Card>
      <Card
        title="Deploys"
        bodyClassName="p-0"
        actions={
          <Link
            href={`/deploys?service=${encodeURIComponent(environment.service)}&environment=${encodeURIComponent(environment.environment)}`}
            className="link text-quiet text-sm"
          >
            All deploys
          </Link>
        }
      >
        {environment.deploys.length === 0 ? (
          <EmptyState title="Nothing was announced yet" />
        ) : (
          <DeployTable items={environment.deploys} isPlaceShown={false} />
        )}
      </Card>
      <Card title="How deploys are judged" actions={policyAction}>
        <PolicyList policy={environment.policy} />
      </Card>
    </div>
  );
}

function InMaintenance({
  maintenance: { until, reason },
}: {
  maintenance: NonNullable<Environment["maintenance"]>;
}) {
  return (
    <p className="mb-3 rounded-md bg-sunken p-2.5 [overflow-wrap:anywhere]">
      In{" "}
      <Link href="/maintenance" className="link">
        maintenance
      </Link>{" "}
      until <Time at={until} show="full" />: {reason}. Nobody is told until then, and uptime leaves it out;
      deploys are judged as ever.
    </p>
  );
}

function ExpectedAndServed({ environment }: { environment: Environment }) {
  const { expectedVersion, servedVersion, share, regions } = environment;
  const isOther = servedVersion !== null && expectedVersion !== null && servedVersion !== expectedVersion;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2">
      <div>
        <dt className="text-quiet text-sm">Expected</dt>
        <dd className="figures truncate text-xl">
          {expectedVersion === null ? "–" : shortVersion(expectedVersion)}
        </dd>
      </div>
      <div>
        <dt className="text-quiet text-sm">Served</dt>
        <dd
          className={cn("truncate text-xl", servedVersion !== null && "figures", isOther && "text-previous")}
        >
          {servedVersion === null ? "not known yet" : shortVersion(servedVersion)}
        </dd>
      </div>
      {hasAnswers(share) && expectedVersion !== null && (
        <div className="col-span-2 flex items-center gap-3">
          <dt className="sr-only">Share of answers with the expected version</dt>
          <dd className="flex flex-1 items-center gap-3">
            <ShareBar counts={share} names={nameBuckets(expectedVersion, isOther ? servedVersion : null)} />
            <span className="figures whitespace-nowrap text-sm">
              {formatShare(share.expected, share.samples)} of {share.samples}
            </span>
          </dd>
        </div>
      )}
      <div className="col-span-2 flex items-center gap-3">
        <dt className="text-quiet text-sm">Regions</dt>
        <dd>
          <RegionGlyphs regions={regions} />
        </dd>
      </div>
    </dl>
  );
}

/** From so many deploys on "95 of 100" says more than the slowest of them. */
const manyDeploys = 20;

function UsualTime({ usual }: { usual: Environment["usuallyLiveSeconds"] }) {
  if (usual === null) return null;
  const figure = (seconds: number) => <span className="figures text-ink">{formatDuration(seconds)}</span>;
  const { median, p95, samples } = usual;
  if (samples === 1)
    return <p className="mt-2 text-quiet text-sm">The one deploy so far was live after {figure(median)}.</p>;
  return (
    <p className="mt-2 text-quiet text-sm">
      Usually live after {figure(median)}
      {samples >= manyDeploys && <>, 95 of 100 within {figure(p95)}</>} ({countOf(samples, "deploy")}).
    </p>
  );
}
