import type { JobQueue } from "@rollcall/queue";
import type { Sealer } from "@rollcall/runtime";
import type { ServiceContext } from "../context.ts";

/** Says which addresses this instance may speak to; `createGuard` of `@rollcall/outbound` makes one. */
export type AddressGuard = { isOpen(address: string): boolean };

/** What verbs need that store a monitor: secrets are sealed, addresses are checked. */
export type MonitorContext = ServiceContext & { sealer: Sealer; guard: AddressGuard };

/** What verbs need that ask for a probe; regions' keys are derived from the instance's `secret`. */
export type ProbingContext = MonitorContext & { queue: JobQueue; secret: string };
