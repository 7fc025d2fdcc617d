/** A program for a test: takes a job, says so, and never ends it. */
import { createLogger } from "@rollcall/runtime";
import { openQueue } from "../src/open-queue.ts";

const { target, namespace, queueName, redeliveryMs } = JSON.parse(process.argv[2] ?? "{}");
const log = createLogger({ name: "hanging worker", level: "silent" });
const queue = await openQueue(target, { log, namespace, redeliveryMs });
await queue.work(
  queueName,
  {
    "region.heartbeat": () => {
      process.stdout.write("working\n");
      return new Promise(() => {});
    },
  },
  { concurrency: 1 },
);
