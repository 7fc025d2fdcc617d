import type { Database } from "@rollcall/db";
import type { Guard } from "@rollcall/outbound";
import type { JobQueue } from "@rollcall/queue";
import type { Logger, Metrics } from "@rollcall/runtime";
import type { SpoolLimits } from "./prober/spool.ts";

/** What every role is given. `workerId` names this process among others. */
export type RoleDeps = {
  queue: JobQueue;
  log: Logger;
  metrics: Metrics;
  workerId: string;
  /** Root of every link, without a trailing slash. */
  baseUrl: string;
};

/** What roles beside the prober need as well; `secret` is ROLLCALL_SECRET. */
export type CoreDeps = RoleDeps & { db: Database; secret: string; now: () => Date };

/** `dir` is shared by the regions of a process, each of which has a folder of its own in it. */
export type SpoolSettings = SpoolLimits & { dir: string };

/** What the prober needs as well. */
export type ProberDeps = RoleDeps & {
  guard: Guard;
  secret: string | null;
  regionKey: string | null;
  /** URLs of hosts that are always up: when none can be reached, the prober itself is offline. */
  anchors: readonly string[];
  /** Addresses and CIDRs that its connections come from, told to whoever has to let them through. */
  egressAddresses: readonly string[];
  /** A folder for what cannot be handed over, and how much of it is kept; `null`: nothing. */
  spool: SpoolSettings | null;
};

/**
 * A role at work. `stop` takes no new work, finishes what runs and resolves; `lastDoneAt` tells when its loop last
 * came round, which is what its health is judged by.
 */
export type RunningRole = { name: string; lastDoneAt(): number; stop(): Promise<void> };
