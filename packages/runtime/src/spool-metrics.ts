import { Counter, Gauge, type Registry } from "prom-client";

/** What a prober could not hand over, in the registry of the other metrics. */
export function createSpoolMetrics(registers: Registry[]) {
  return {
    spooled: new Counter({
      name: "rollcall_spooled_observations_total",
      help: "Observations a prober could not hand over, by region and result (kept on disk, delivered, dropped).",
      labelNames: ["region", "result"] as const,
      registers,
    }),
    spoolUnreadable: new Counter({
      name: "rollcall_spool_unreadable_files_total",
      help: "Files of kept observations that were torn or sealed with another key, by region.",
      labelNames: ["region"] as const,
      registers,
    }),
    spoolBytes: new Gauge({
      name: "rollcall_spool_bytes",
      help: "Room that kept observations take on the prober's disk, by region.",
      labelNames: ["region"] as const,
      registers,
    }),
  };
}
