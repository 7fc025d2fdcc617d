/** What the whole instance is measured by, beside each program's own numbers; told by the web role alone. */
import { Gauge, Registry } from "prom-client";

/** The gauges of the instance, in a registry of their own. A label that is not set was not seen. */
export function createInstanceMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    readable: new Gauge({
      name: "rollcall_instance_readable",
      help: "1 when database and queue answered for the other rollcall_ numbers of the instance, else 0.",
      registers,
    }),
    faults: new Gauge({
      name: "rollcall_fault",
      help: "1 while this is wrong with the instance, else 0; essential ones stop the outgoing heartbeat.",
      labelNames: ["fault", "essential"] as const,
      registers,
    }),
    roleHeardSeconds: new Gauge({
      name: "rollcall_role_heard_seconds",
      help: "Since a program with this role was last heard.",
      labelNames: ["role"] as const,
      registers,
    }),
    roleIdleSeconds: new Gauge({
      name: "rollcall_role_idle_seconds",
      help: "Since the loop of this role last came round in any program.",
      labelNames: ["role"] as const,
      registers,
    }),
    leaseSeconds: new Gauge({
      name: "rollcall_scheduler_lease_seconds",
      help: "Until the leading scheduler's lease runs out; negative when it has.",
      registers,
    }),
    queueWaiting: new Gauge({
      name: "rollcall_queue_waiting_jobs",
      help: "Jobs that wait in a queue.",
      labelNames: ["queue"] as const,
      registers,
    }),
    queueOldestSeconds: new Gauge({
      name: "rollcall_queue_oldest_seconds",
      help: "How long the oldest job of a queue has waited; 0 when none does.",
      labelNames: ["queue"] as const,
      registers,
    }),
    regionLost: new Gauge({
      name: "rollcall_region_lost",
      help: "1 while a region's probers are silent or offline, else 0.",
      labelNames: ["region"] as const,
      registers,
    }),
    oldestUntoldSeconds: new Gauge({
      name: "rollcall_oldest_untold_seconds",
      help: "How long the oldest notice, due delivery or refused mail (while no mail is taken) has waited.",
      labelNames: ["what"] as const,
      registers,
    }),
    deadLetters: new Gauge({
      name: "rollcall_dead_letters",
      help: "Deliveries given up in the last day that nobody has tried again.",
      registers,
    }),
  };
}
export type InstanceMetrics = ReturnType<typeof createInstanceMetrics>;
