import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Tells a child to stop, kills it when it has not done so after `patienceMs`, and resolves when it is gone. */
export async function endChild(child: ChildProcess, patienceMs = 20_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(impatience);
}
