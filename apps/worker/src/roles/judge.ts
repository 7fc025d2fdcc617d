/** The judge: takes in what probers observed, and lets time pass over what is open. */
import { type JobHandlers, observationsQueueName, urgentQueueName } from "@rollcall/queue";
import {
  judgeDue,
  type RecordResult,
  type ReportPart,
  receiveReport,
  recordHeartbeat,
  recordInspection,
  recordObservations,
  recordTogether,
  restAnswers,
  type VerdictChange,
} from "@rollcall/services/ingest";
import { judgeProbers } from "@rollcall/services/regions";
import { createJudgingSince } from "../judge/judging-since.ts";
import { createReportIntake } from "../judge/report-intake.ts";
import { createResting } from "../judge/resting.ts";
import { workReports } from "../judge/take-reports.ts";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Heartbeats and inspections in work, with a database connection each. */
const urgentMax = 2;

/** Between two questions whether the queue is there, where no report says so. */
const hearEveryMs = 5_000;
/**
 * Twice as long as between two questions it was the queue that was silent, and nobody else: short, for several outages may
 * make one silence. After two minutes people must know that nobody is watching.
 */
const unheard = { breakMs: 10_000, excusedMs: 120_000 };

/** Starts working reports, inspections and heartbeats, and sweeping what is due every second. */
export async function startJudge(core: CoreDeps): Promise<RunningRole> {
  const { queue, metrics } = core;
  const judging = createJudgingSince(core.now);
  const hearing = createJudgingSince(core.now, unheard);
  const deps = {
    ...core,
    get since() {
      return new Date(Math.max(judging.since().getTime(), hearing.since().getTime()));
    },
  };
  const log = core.log.child({ role: "judge" });
  const note = (changes: VerdictChange[]) => {
    for (const { kind, state } of changes) metrics.verdictChanges.inc({ kind, state });
  };

  const noteReport = (part: ReportPart, { folded, duplicate, unknown, changes }: RecordResult) => {
    judging.note();
    hearing.note();
    if (unknown === 0) resting.noteJudged(part);
    metrics.observationsFolded.inc({ result: "folded" }, folded);
    metrics.observationsFolded.inc({ result: "duplicate" }, duplicate);
    metrics.judgeLag.observe(lagSeconds(part));
    note(changes);
    const { environmentId } = part;
    log[changes.length > 0 ? "info" : "debug"](
      { environmentId, folded, duplicate, unknown, changes },
      "report",
    );
  };

  const resting = createResting(
    (parts) => restAnswers(deps, parts),
    (part, { stored, duplicate }) => {
      hearing.note();
      metrics.observationsFolded.inc({ result: "folded" }, stored);
      metrics.observationsFolded.inc({ result: "duplicate" }, duplicate);
      metrics.judgeLag.observe(lagSeconds(part));
    },
  );
  // What could not rest is tried once more: somebody else may have held its environment, and a judgement costs far more.
  const intake = createReportIntake({
    async alone(part) {
      for (const left of await resting.sortOut([part]))
        noteReport(left, await recordObservations(deps, left));
    },
    async together(parts) {
      const left = await resting.sortOut(parts);
      const results = left.length === 0 ? [] : await recordTogether(deps, left);
      const toJudgeAlone = left.filter((part, i) => {
        const result = results[i] ?? null;
        if (result !== null) noteReport(part, result);
        return result === null;
      });
      return parts.map((part) => !toJudgeAlone.includes(part));
    },
  });
  const urgent: JobHandlers = {
    "observations.inspection": (answer) => recordInspection(deps, answer),
    "region.heartbeat": async (beat) => {
      const { skewMs, isWarned } = await recordHeartbeat(deps, beat);
      const { region, workerId } = beat;
      if (isWarned) log.warn({ region, workerId, skewMs }, "a prober's clock is off");
    },
  };
  const workers = await Promise.all([
    queue.work(urgentQueueName, urgent, { concurrency: urgentMax }),
    // Older probers send everything there.
    workReports(queue, urgent, { receive: (report) => receiveReport(deps, report), resting, intake }),
  ]);

  const loop = startWorkLoop({ name: "judge", everyMs: 1000, log }, async () => {
    const done = metrics.judgeSweep.startTimer();
    const { looked, judged, changes, failed, failedLooks } = await judgeDue(deps).finally(done);
    judging.note();
    note(changes);
    for (const { environmentId, error } of failed)
      log.error({ err: error, environmentId }, "an environment could not be judged");
    for (const error of failedLooks)
      log.warn({ err: error }, "could not look for silences: everything due was judged instead");
    if (looked + judged > 0) log[changes.length > 0 ? "info" : "debug"]({ looked, judged, changes }, "sweep");
  });

  const listening = startWorkLoop({ name: "listening", everyMs: hearEveryMs, log }, async () => {
    await queue.depth(observationsQueueName);
    hearing.note();
  });
  const regions = startWorkLoop({ name: "regions", everyMs: 5_000, log }, async () => {
    for (const told of await judgeProbers(deps)) log.warn(told, "probe outage");
  });

  return {
    name: "judge",
    lastDoneAt: loop.lastDoneAt,
    async stop() {
      await Promise.all([
        ...workers.map((worker) => worker.close()),
        loop.stop(),
        listening.stop(),
        regions.stop(),
      ]);
    },
  };
}

/** How long ago the newest of these answers came. */
function lagSeconds({ observations }: ReportPart): number {
  const newestMs = observations.reduce((newest, { finishedAt }) => Math.max(newest, finishedAt), 0);
  return Math.max(0, Date.now() - newestMs) / 1000;
}
