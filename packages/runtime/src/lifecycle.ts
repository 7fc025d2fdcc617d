/** The life of a program: what was started is stopped in reverse order, once, within a deadline. */
import type { Logger } from "./logger.ts";

/** Handed to `start`: `onStop` registers how to stop what was just started; `stop` ends the program (exit code 0). */
export type Lifecycle = {
  onStop(name: string, stop: () => Promise<unknown> | unknown): void;
  stop(reason: string, exitCode?: number): void;
};

/**
 * Runs `start`, then waits; a parent that started this program with an IPC channel is told `{ type: "ready" }`.
 * SIGTERM, SIGINT, the end of that parent, or `lifecycle.stop` drain: each `onStop` is called in reverse and
 * awaited. Exits 0 when all is stopped; 1 when `start` failed, an error was thrown past every handler, or
 * `deadlineMs` was not enough.
 */
export async function runLifecycle(
  start: (lifecycle: Lifecycle) => Promise<void>,
  options: { deadlineMs: number; log: Logger },
): Promise<void> {
  const { deadlineMs, log } = options;
  const stops: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  let isStopping = false;

  async function drain(reason: string, exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    // A terminal shows errors alone, and of those the message.
    if (exitCode === 0) log.info({ reason }, "stopping");
    else log.error(`stopping: ${reason}`);
    setTimeout(() => {
      log.error({ deadlineMs }, "not everything stopped in time");
      process.exit(1);
    }, deadlineMs).unref();
    let code = exitCode;
    for (const { name, stop } of stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        code = 1;
        log.error({ err: error, part: name }, "a part did not stop cleanly");
      }
    }
    log.info("stopped");
    process.exit(code);
  }

  process.on("SIGTERM", () => void drain("SIGTERM", 0));
  process.on("SIGINT", () => void drain("SIGINT", 0));
  process.on("disconnect", () => void drain("the program that started this one is gone", 0));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an error reached the top");
    void drain("uncaught error", 1);
  });

  try {
    await start({
      onStop: (name, stop) => stops.push({ name, stop }),
      stop: (reason, exitCode = 0) => void drain(reason, exitCode),
    });
    // Whoever started this may be gone by now; that is the disconnect's business.
    process.send?.({ type: "ready" }, () => {});
  } catch (error) {
    if (isStopping) return;
    log.fatal({ err: error }, "could not start");
    await drain("could not start", 1);
  }
}
