/** Plays tasks on worker threads: `spreadTasks` gives them out, `serveTasks` takes them in the module of the threads. */
import { parentPort, Worker } from "node:worker_threads";

/** More would measure the machine's other work as well. */
export const threadsMax = 2;

/**
 * Spreads tasks over threads that run `module`, one at a time each, and tells each result as it comes, with the place
 * of its task. Rejects when a thread fails.
 */
export async function spreadTasks<Task, Result>(
  tasks: readonly Task[],
  { module, threads }: { module: URL; threads: number },
  tell: (result: Result, index: number) => void,
): Promise<void> {
  const waiting = tasks.entries();
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData: module.href });
      let current = -1;
      const give = () => {
        const { value: next } = waiting.next();
        if (next === undefined) return void worker.terminate().then(() => resolve());
        current = next[0];
        worker.postMessage(next[1]);
      };
      worker.on("error", reject);
      worker.on("message", (result: Result) => {
        tell(result, current);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: threads }, work));
}

/** Answers each task that `spreadTasks` gives this thread. */
export function serveTasks<Task, Result>(run: (task: Task) => Result): void {
  parentPort?.on("message", (task: Task) => parentPort?.postMessage(run(task)));
}
