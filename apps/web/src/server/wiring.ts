/**
 * What one web process is made of: one database, one queue, one auth instance. `server.ts` builds it at start
 * and puts it on `globalThis`; Next's server components are a different module graph in the same process and
 * take it from there with `getWiring()`. Across that line only data and functions pass: never use `instanceof`
 * on what comes from here (recognise errors with `isAppError`).
 *
 * In pages you rarely need it: `requirePage()` / `requireContext()` from `./session.ts` give a ready context.
 */
import type { Database } from "@rollcall/db";
import type { Guard } from "@rollcall/outbound";
import type { JobQueue } from "@rollcall/queue";
import type { Env, Logger, Metrics, Sealer } from "@rollcall/runtime";
import type { SendMail } from "@rollcall/services/send-mail";
import type { Auth } from "../auth/create-auth.ts";
import type { LiveHub } from "./live-hub.ts";
import type { StreamRegistry } from "./stream-registry.ts";

export type WebWiring = {
  db: Database;
  queue: JobQueue;
  auth: Auth;
  env: Env;
  /** Seals secrets at rest. */
  sealer: Sealer;
  /** The instance's secret, from which the regions' keys are derived. */
  secret: string;
  /** Writes to a person; `null` without a mail server. */
  mail: SendMail | null;
  /** Which addresses this instance may speak to. */
  guard: Guard;
  log: Logger;
  metrics: Metrics;
  /** In-process fan-out of what the database announces, for live streams. */
  live: LiveHub;
  /** The streams held open, to count them and to end them. */
  streams: StreamRegistry;
  /** Root of every link, without a trailing slash. */
  baseUrl: string;
  now: () => Date;
};

const wiringKey = Symbol.for("rollcall.web.wiring");
type Holder = { [wiringKey]?: WebWiring };

/** Called once by `server.ts` before it listens. */
export function publishWiring(wiring: WebWiring): void {
  (globalThis as Holder)[wiringKey] = wiring;
}

/** The process's wiring. Throws when the page does not run under `server.ts` (plain `next dev`). */
export function getWiring(): WebWiring {
  const wiring = (globalThis as Holder)[wiringKey];
  if (wiring === undefined)
    throw new Error("Rollcall's pages run under apps/web/src/server.ts, not under `next`.");
  return wiring;
}
