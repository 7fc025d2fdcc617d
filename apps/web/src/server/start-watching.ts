import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { within } from "@rollcall/runtime";
import { createWatch, type OperatorMedium } from "@rollcall/services/instance";
import type { WebWiring } from "./wiring.ts";

const everyMs = 5_000;
/** A database that is away must not keep this program from ending. */
const stopMs = 3_000;

/** Tells those who run the instance of its troubles, in turn with the workers; gives back how to stop. */
export function startWatching(wiring: WebWiring, media: readonly OperatorMedium[]): () => Promise<void> {
  const { db, queue, now, baseUrl, log } = wiring;
  const holder = `web-${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const watch = createWatch({ db, queue, now, baseUrl, log, media, holder });
  let turning: Promise<void> | null = null;
  const timer = setInterval(() => {
    turning ??= watch
      .turn()
      .catch((error) => log.warn({ err: error }, "the instance could not be looked at"))
      .finally(() => {
        turning = null;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await within(stopMs, Promise.resolve(turning)).catch(() => {});
    await watch.stop();
  };
}
