/** From judgements to the facts of one message. */
import type { Instant } from "@rollcall/domain/glossary";
import type { HealthVerdict } from "@rollcall/domain/health";
import type { IncidentSnapshot, Trouble } from "@rollcall/domain/incident";
import type { Notice } from "@rollcall/domain/notice";
import type { RolloutVerdict } from "@rollcall/domain/rollout";
import { listNames } from "@rollcall/domain/words";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import { problemType, recoveryType } from "./notice-type.ts";

/** Where and when a notice arises; `baseUrl` is the root of its links. */
export type NoticeScene = {
  service: string;
  environment: string;
  baseUrl: string;
  now: Instant;
  deploys: DeployJudgement[];
  monitors: MonitorJudgement[];
};

const marksMax = 30;

/** The message that something is wrong, has changed or became worse; `others` are monitors that are down as well. */
export function problemNotice(
  scene: NoticeScene,
  incidentId: string,
  trouble: Trouble,
  others: readonly Trouble[] = [],
): Notice {
  const { kind, severity, since, impact } = trouble;
  const subject = findSubject(scene, trouble);
  return {
    ...baseNotice(scene, incidentId, subject),
    type: problemType(kind, severity),
    tone: "problem",
    severity,
    since,
    impact,
    summary: [subject.sentence ?? trouble.title, ...alsoFailing(scene, others)].join(" "),
    causes: trouble.causes,
  };
}

/** The note that more monitors are down than was told. */
export function widenedNotice(scene: NoticeScene, incidentId: string, troubles: readonly Trouble[]): Notice {
  const [first] = troubles;
  return {
    ...baseNotice(scene, incidentId, { ...emptySubject, deployId: null, monitorId: null }),
    type: "incident.widened",
    tone: "note",
    severity: null,
    since: Math.min(...troubles.map(({ since }) => since)),
    impact:
      first !== undefined && troubles.length === 1 ? first.impact : `${troubles.length} more monitors fail`,
    summary: alsoFailing(scene, troubles).join(),
    causes: [],
  };
}

function alsoFailing({ monitors }: NoticeScene, troubles: readonly Trouble[]): string[] {
  const nameOf = ({ monitorId, title }: Trouble) =>
    monitors.find(({ monitor }) => monitor.id === monitorId)?.monitor.name ?? title;
  return troubles.length === 0 ? [] : [`Also failing: ${listNames(troubles.map(nameOf))}.`];
}

/** The message that a told problem is over, or is no longer watched because something else replaced it. */
export function recoveryNotice(
  scene: NoticeScene,
  incident: Pick<IncidentSnapshot, "id" | "kind" | "title" | "openedAt" | "deployId"> & {
    monitorId: string | null;
  },
): Notice {
  const subject = findSubject(scene, incident);
  return {
    ...baseNotice(scene, incident.id, subject),
    type: recoveryType(incident.kind),
    tone: "recovery",
    severity: null,
    since: incident.openedAt,
    impact: subject.impact ?? "The problem is over",
    summary: subject.sentence ?? `No longer the case: ${incident.title}`,
    causes: [],
  };
}

/** Good news, for the channels that ask for it. `incidentId` is set when an incident ended with it. */
export function liveNotice(
  scene: NoticeScene,
  judgement: DeployJudgement,
  incidentId: string | null,
): Notice {
  const subject = deploySubject(judgement);
  return {
    ...baseNotice(scene, incidentId, subject),
    type: "rollout.live",
    tone: "info",
    severity: null,
    since: judgement.deploy.startedAt?.getTime() ?? null,
    impact: judgement.verdict.impact,
    summary: judgement.verdict.sentence,
    causes: [],
  };
}

/** The facts of a notice that come from the verdict it is about. */
export type Subject = Pick<
  Notice,
  "version" | "serving" | "actor" | "ciUrl" | "share" | "regions" | "deployId" | "monitorId"
> & { sentence: string | null; impact: string | null };

function findSubject(
  scene: NoticeScene,
  about: { deployId: string | null; monitorId: string | null },
): Subject {
  const deploy = scene.deploys.find((judgement) => judgement.deploy.id === about.deployId);
  if (deploy) return deploySubject(deploy);
  const monitor = scene.monitors.find((judgement) => judgement.monitor.id === about.monitorId);
  return monitor ? monitorSubject(monitor) : { ...emptySubject, ...about };
}

const emptySubject = {
  version: null,
  serving: null,
  actor: null,
  ciUrl: null,
  share: null,
  regions: [],
  sentence: null,
  impact: null,
};

/** The facts of a deploy by a verdict about it. */
export function deploySubject({
  deploy,
  verdict,
}: {
  deploy: Pick<DeployJudgement["deploy"], "id" | "version" | "actor" | "url">;
  verdict: RolloutVerdict;
}): Subject {
  const { samples, windowSeconds, ...counts } = verdict.share;
  return {
    version: deploy.version,
    serving: verdict.drift?.version ?? verdict.rolledBackTo?.version ?? verdict.serving,
    actor: deploy.actor,
    ciUrl: deploy.url,
    share: { counts, samples, windowSeconds },
    regions: verdict.regions.map((region) => ({
      region: region.region,
      state: region.silent ? "no data" : region.state.replaceAll("_", " "),
      expected: region.share.expected,
      samples: region.share.samples,
      marks: region.marks.slice(-marksMax).map((mark) => mark.bucket),
      note: region.caveats[0] ?? null,
    })),
    deployId: deploy.id,
    monitorId: null,
    sentence: verdict.sentence,
    impact: verdict.impact,
  };
}

/** The facts of a monitor by a verdict about it. */
export function monitorSubject({
  monitor,
  verdict,
}: {
  monitor: { id: string };
  verdict: HealthVerdict;
}): Subject {
  return {
    ...emptySubject,
    regions: verdict.regions.map((region) => ({
      region: region.region,
      state: region.state.replaceAll("_", " "),
      expected: 0,
      samples: 0,
      marks: [],
      note: region.state === "failing" ? region.lastFailure : null,
    })),
    deployId: null,
    monitorId: monitor.id,
    sentence: verdict.sentence,
    impact: verdict.sentence,
  };
}

function baseNotice(scene: NoticeScene, incidentId: string | null, subject: Subject) {
  const { sentence: _sentence, impact: _impact, ...facts } = subject;
  const incident = incidentId === null ? null : `${scene.baseUrl}/incidents/${incidentId}`;
  const deploy = subject.deployId === null ? null : `${scene.baseUrl}/deploys/${subject.deployId}`;
  return {
    ...facts,
    sample: false,
    at: scene.now,
    service: scene.service,
    environment: scene.environment,
    incidentId,
    threadKey: incidentId ?? subject.deployId ?? `${scene.service}/${scene.environment}`,
    links: { primary: deploy ?? incident ?? scene.baseUrl, incident },
  };
}
