/** The judge: takes in what probers observed, and lets time pass over what is open. */
import { observationsQueueName } from "@rollcall/queue";
import {
  judgeDue,
  recordHeartbeat,
  recordInspection,
  recordReport,
  type VerdictChange,
} from "@rollcall/services/ingest";
import { judgeProbers } from "@rollcall/services/regions";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Reports in work at once; each holds one database connection. */
const concurrency = 4;

/** Starts working reports, inspections and heartbeats, and sweeping what is due every second. */
export async function startJudge(core: CoreDeps): Promise<RunningRole> {
  const { queue, metrics } = core;
  const deps = { ...core, since: core.now() };
  const log = core.log.child({ role: "judge" });
  const note = (changes: VerdictChange[]) => {
    for (const { kind, state } of changes) metrics.verdictChanges.inc({ kind, state });
  };

  const worker = await queue.work(
    observationsQueueName,
    {
      "observations.report": async (report, { attempt }) => {
        const result = await recordReport(deps, report);
        const { folded, duplicate, unknown, changes } = result;
        metrics.observationsFolded.inc({ result: "folded" }, folded);
        metrics.observationsFolded.inc({ result: "duplicate" }, duplicate);
        const lastMs = Math.max(...report.observations.map((observation) => observation.finishedAt));
        if (Number.isFinite(lastMs)) metrics.judgeLag.observe(Math.max(0, Date.now() - lastMs) / 1000);
        note(changes);
        const { reportId, region } = report;
        const level = changes.length > 0 ? "info" : "debug";
        log[level]({ reportId, region, attempt, folded, duplicate, unknown, changes }, "report");
      },
      "observations.inspection": (answer) => recordInspection(deps, answer),
      "region.heartbeat": async (beat) => {
        const { skewMs, isWarned } = await recordHeartbeat(deps, beat);
        const { region, workerId } = beat;
        if (isWarned) log.warn({ region, workerId, skewMs }, "a prober's clock is off");
      },
    },
    { concurrency },
  );

  const loop = startWorkLoop({ name: "judge", everyMs: 1000, log }, async () => {
    const { judged, changes, failed } = await judgeDue(deps);
    note(changes);
    for (const { environmentId, error } of failed)
      log.error({ err: error, environmentId }, "an environment could not be judged");
    if (judged > 0) log[changes.length > 0 ? "info" : "debug"]({ judged, changes }, "sweep");
  });

  const regions = startWorkLoop({ name: "regions", everyMs: 5_000, log }, async () => {
    for (const told of await judgeProbers(deps)) log.warn(told, "probe outage");
  });

  return {
    name: "judge",
    lastDoneAt: loop.lastDoneAt,
    async stop() {
      await Promise.all([worker.close(), loop.stop(), regions.stop()]);
    },
  };
}
