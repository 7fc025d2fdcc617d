import type { IncidentView } from "@rollcall/services/views";
import Link from "next/link";
import { setSentence } from "@/format/sentence.ts";
import { shortVersion } from "@/format/version.ts";
import { DeployTable } from "../deploys/deploy-table.tsx";
import { CauseList } from "../rollout/cause-list.tsx";
import { SeverityLabel } from "../state/state-label.tsx";
import { Card } from "../ui/card.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Time } from "../ui/time.tsx";
import { ZoneNote } from "../ui/zone-note.tsx";
import { DeliveryTable } from "./delivery-table.tsx";
import { toldSentence } from "./delivery-words.ts";
import { IncidentActions } from "./incident-actions.tsx";
import { IncidentState } from "./incident-state.tsx";
import { IncidentTimeline } from "./incident-timeline.tsx";
import { Lasting } from "./lasting.tsx";

/** One incident from the first sign to the last message: what, since when, why, who knows, who is on it. */
export function IncidentScreen({ incident, canChange }: { incident: IncidentView; canChange: boolean }) {
  return (
    <>
      <PageHeader
        crumbs={
          <>
            <Link href={`/services/${encodeURIComponent(incident.service)}`} className="link">
              {incident.service}
            </Link>{" "}
            › {incident.environment}
          </>
        }
        title={setSentence(incident.title)}
        actions={<IncidentActions incident={incident} canChange={canChange} />}
      />
      <div className="grid gap-4 *:min-w-0">
        <Facts incident={incident} />
        {incident.deploy !== null && (
          <Card title="The rollout" bodyClassName="p-0">
            <p className="px-3 pt-3 text-xl [overflow-wrap:anywhere]">
              {setSentence(incident.deploy.sentence)}
            </p>
            <LaterDeploy incident={incident} />
            <DeployTable items={[incident.deploy]} isPlaceShown={false} />
          </Card>
        )}
        {incident.causes.length > 0 && (
          <Card title="Why" bodyClassName="p-0">
            <CauseList causes={incident.causes} />
          </Card>
        )}
        <Card title="Timeline" actions={<ZoneNote />}>
          <IncidentTimeline entries={incident.timeline} />
        </Card>
        <Card title="Who was told" bodyClassName="p-0">
          <p className="px-3 py-3">
            {toldSentence(incident.deliveries)}{" "}
            {incident.deliveries.length === 0 && (
              <Link href="/channels" className="link">
                Add a channel
              </Link>
            )}
          </p>
          {incident.deliveries.length > 0 && (
            <DeliveryTable deliveries={incident.deliveries} canChange={canChange} />
          )}
        </Card>
      </div>
    </>
  );
}

/** An incident goes on with the next deploy until that is proven; said, because its title is about the one before. */
function LaterDeploy({ incident: { deploy, openedAt, resolvedAt } }: { incident: IncidentView }) {
  if (deploy === null || resolvedAt !== null || deploy.createdAt <= openedAt) return null;
  return (
    <p className="px-3 pt-1 text-quiet [overflow-wrap:anywhere]">
      {shortVersion(deploy.version)} was announced after this began; the incident stays open until it is
      proven.
    </p>
  );
}

function Facts({ incident }: { incident: IncidentView }) {
  const { acknowledgedAt, acknowledgedBy, snoozedUntil, flapping, resolvedAt, state } = incident;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <SeverityLabel
        severity={incident.severity}
        className={state === "resolved" ? "text-quiet" : "font-medium"}
      />
      <IncidentState incident={incident} />
      <span>
        {resolvedAt === null ? "open for " : "lasted "}
        <span className="figures">
          <Lasting incident={incident} />
        </span>
      </span>
      <span className="text-quiet">
        opened <Time at={incident.openedAt} show="clock" />
      </span>
      {acknowledgedAt !== null && (
        <span className="text-quiet">
          acknowledged by {acknowledgedBy} <Time at={acknowledgedAt} show="clock" />
        </span>
      )}
      {flapping !== null && resolvedAt === null && (
        <span>
          comes and goes
          {flapping.calmSince !== null && (
            <>
              , calm since <Time at={flapping.calmSince} show="clock" />
            </>
          )}
        </span>
      )}
      {snoozedUntil !== null && resolvedAt === null && (
        <span className="text-quiet">
          snoozed until <Time at={snoozedUntil} show="clock" />
        </span>
      )}
      {resolvedAt !== null && (
        <span className="text-quiet">
          resolved <Time at={resolvedAt} show="clock" />
        </span>
      )}
      {incident.monitorName !== null && <span className="text-quiet">monitor {incident.monitorName}</span>}
    </div>
  );
}
