/** The numbers the product gives about itself; names and labels stand here so that dashboards can rely on them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { createSpoolMetrics } from "./spool-metrics.ts";

const secondBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** One registry and every metric of Rollcall in it. Labels never carry tenant names or addresses. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpRequests: new Histogram({
      name: "rollcall_http_request_seconds",
      help: "Requests answered by the web role, by route pattern.",
      labelNames: ["method", "route", "status"] as const,
      buckets: secondBuckets,
      registers,
    }),
    openStreams: new Gauge({
      name: "rollcall_open_streams",
      help: "Server-sent event streams held open.",
      registers,
    }),
    jobs: new Histogram({
      name: "rollcall_job_seconds",
      help: "Jobs worked, by name and result (done, failed).",
      labelNames: ["job", "result"] as const,
      buckets: secondBuckets,
      registers,
    }),
    probes: new Counter({
      name: "rollcall_probes_total",
      help: "Probes made, by region and outcome kind.",
      labelNames: ["region", "outcome"] as const,
      registers,
    }),
    ...createSpoolMetrics(registers),
    probesExpired: new Counter({
      name: "rollcall_probes_expired_total",
      help: "Probes dropped because their batch had expired.",
      labelNames: ["region"] as const,
      registers,
    }),
    ...createSchedulerMetrics(registers),
    judgeLag: new Histogram({
      name: "rollcall_judge_lag_seconds",
      help: "From the end of a probe to its observation being judged, or stored where all is calm.",
      buckets: secondBuckets,
      registers,
    }),
    judgeSweep: new Histogram({
      name: "rollcall_judge_sweep_seconds",
      help: "A turn of the judge over what is due by time alone.",
      buckets: secondBuckets,
      registers,
    }),
    observationsFolded: new Counter({
      name: "rollcall_observations_total",
      help: "Observations taken in by the judge, by result: folded (at once, or with the next judgement of what is calm), duplicate.",
      labelNames: ["result"] as const,
      registers,
    }),
    verdictChanges: new Counter({
      name: "rollcall_verdict_changes_total",
      help: "Changes of a deploy's state or a monitor's health, by kind and new state.",
      labelNames: ["kind", "state"] as const,
      registers,
    }),
    imageChecks: new Counter({
      name: "rollcall_image_checks_total",
      help: "Images that registries were asked about, by outcome.",
      labelNames: ["outcome"] as const,
      registers,
    }),
    deliveries: new Counter({
      name: "rollcall_deliveries_total",
      help: "Notices sent to channels, by channel kind and result (sent, retry, given_up, not_ours).",
      labelNames: ["kind", "result"] as const,
      registers,
    }),
    heartbeatPings: new Counter({
      name: "rollcall_heartbeat_pings_total",
      help: "Outgoing heartbeats to ROLLCALL_HEARTBEAT_URL, by result (taken, failed, withheld).",
      labelNames: ["result"] as const,
      registers,
    }),
    queueDepth: new Gauge({
      name: "rollcall_queue_jobs",
      help: "Jobs in a queue, by state (waiting, active).",
      labelNames: ["queue", "state"] as const,
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

/** What the leading scheduler is measured by. */
function createSchedulerMetrics(registers: Registry[]) {
  return {
    burstProbesLeftOut: new Counter({
      name: "rollcall_burst_probes_left_out_total",
      help: "Probes of rollouts that were not sent because all bursts together exceeded the budget of a second.",
      registers,
    }),
    schedulerLagSeconds: new Gauge({
      name: "rollcall_scheduler_lag_seconds",
      help: "How late the last batch of probes was handed out.",
      registers,
    }),
    schedulerSkippedSeconds: new Counter({
      name: "rollcall_scheduler_skipped_seconds_total",
      help: "Seconds that nothing was planned for, because planning was held up for longer than it catches up.",
      registers,
    }),
  };
}
