/** Who is told of a judgement, and what every verdict says about it. */
import type { Tx } from "@rollcall/db";
import { describeFlap, type IncidentChange, othersDown } from "@rollcall/domain/incident";
import type { Notice } from "@rollcall/domain/notice";
import { formatDuration } from "@rollcall/domain/words";
import { type ChannelRule, describeMatches, matchChannels } from "../delivery/match-channels.ts";
import { hasAuthor } from "../delivery/notice-author.ts";
import { noticeSubject } from "../delivery/notice-subject.ts";
import { readToldChannels } from "../delivery/read-told-channels.ts";
import { writeOutbox } from "../delivery/write-outbox.ts";
import {
  liveNotice,
  type NoticeScene,
  problemNotice,
  recoveryNotice,
  widenedNotice,
} from "./build-notice.ts";
import { isBadState } from "./collect-troubles.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { JudgeScene } from "./judge-environment.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";
import { type IncidentMove, whyNotTold } from "./move-incident.ts";

/** The notices to write, and one line per deploy whose verdict changed. */
export type Telling = { notices: Notice[]; told: Map<string, string> };

type Judged = {
  scene: JudgeScene;
  deploys: DeployJudgement[];
  monitors: MonitorJudgement[];
  incident: IncidentMove;
};

/** Turns the moves of an incident, and good news, into notices. Reads channels only when something is to be said. */
export async function tellOf(tx: Tx, environment: LoadedEnvironment, judged: Judged): Promise<Telling> {
  const notices = buildNotices(environment, judged);
  const told = new Map<string, string>();
  for (const judgement of judged.deploys) {
    if (!judgement.isChanged) continue;
    const own = notices.find((notice) => notice.deployId === judgement.deploy.id);
    told.set(
      judgement.deploy.id,
      own === undefined ? whyQuiet(judgement, judged.incident) : await describeTold(tx, environment, own),
    );
  }
  return { notices, told };
}

/** Puts the notices into the outbox. */
export async function writeNotices(
  tx: Tx,
  environment: LoadedEnvironment,
  notices: Notice[],
  now: Date,
): Promise<void> {
  const { workspaceId, id: environmentId } = environment.row;
  for (const notice of notices) {
    // A note stands alone: no alert that still waits is merged into it.
    const incidentId = notice.tone === "note" ? null : notice.incidentId;
    await writeOutbox(tx, { workspaceId, environmentId, incidentId, channelId: null, notice }, now);
  }
}

function buildNotices(
  environment: LoadedEnvironment,
  { scene, deploys, monitors, incident }: Judged,
): Notice[] {
  const noticeScene: NoticeScene = {
    service: environment.service,
    environment: environment.row.name,
    baseUrl: scene.baseUrl,
    now: scene.now.getTime(),
    deploys,
    monitors,
  };
  const ofIncident = incident.changes
    .filter((change) => change.tell)
    .flatMap((change) => incidentNotice(noticeScene, incident, change));
  const ended = incident.changes.some((change) => change.type === "resolved")
    ? incident.before?.id
    : undefined;
  const live = deploys
    .filter(() => environment.silence === null)
    .filter(({ before, verdict }) => verdict.state === "live" && (before?.liveAt ?? null) === null)
    .map((judgement) => liveNotice(noticeScene, judgement, ended ?? null));
  return [...ofIncident, ...live];
}

function incidentNotice(scene: NoticeScene, incident: IncidentMove, change: IncidentChange): Notice[] {
  const { before, next } = incident;
  if (change.type === "resolved") {
    if (before === null) return [];
    const { id, title, deployId, monitorId, openedAt } = before;
    return [
      recoveryNotice(scene, {
        id,
        title,
        deployId,
        monitorId,
        kind: change.kind,
        openedAt: openedAt.getTime(),
      }),
    ];
  }
  if (next === null || change.type === "carried") return [];
  if (change.type === "widened") return [widenedNotice(scene, next.id, change.troubles)];
  const problem = problemNotice(
    scene,
    next.id,
    change.trouble,
    othersDown(incident.troubles, change.trouble),
  );
  const lasting = formatDuration(scene.now - next.openedAt);
  if (change.type === "reminded")
    return [{ ...problem, summary: `Reminder after ${lasting}: ${problem.summary}` }];
  if (change.type === "opened" && next.flap.since !== null)
    return [{ ...problem, summary: `${describeFlap(next.flap)} ${problem.summary}` }];
  if (change.type !== "unanswered") return [problem];
  const { afterMinutes } = change;
  const summary = `Nobody has acknowledged this for ${afterMinutes} min: ${problem.summary}`;
  return [{ ...problem, summary, unacknowledgedMinutes: afterMinutes }];
}

async function describeTold(tx: Tx, environment: LoadedEnvironment, notice: Notice): Promise<string> {
  const { workspaceId } = environment.row;
  const channels: ChannelRule[] = await tx.channel.findMany({ where: { workspaceId, deletedAt: null } });
  const before = await readToldChannels(tx, workspaceId, noticeSubject(notice));
  const isAuthorKnown = await hasAuthor(tx, workspaceId, notice, channels);
  return describeMatches(matchChannels(notice, channels, before, isAuthorKnown));
}

function whyQuiet({ deploy, verdict }: DeployJudgement, incident: IncidentMove): string {
  if (verdict.state === "live" && incident.silence !== null)
    return `Nobody is told: ${incident.silence.says}.`;
  if (!isBadState(verdict.state)) return "Nobody needs to hear of it.";
  if (verdict.severity === null) return "Nobody is told: this changes nothing for users.";
  if (incident.next === null) return "Nobody is told: somebody closed this by hand.";
  if (incident.next.deployId !== deploy.id) return "Nobody is told: a worse problem is open here.";
  return whyNotTold(incident);
}
