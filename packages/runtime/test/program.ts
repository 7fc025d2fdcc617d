/** A program for the tests of its lifecycle: argument 1 says what goes wrong. */
import { createLogger, runLifecycle } from "../src/index.ts";

const trouble = process.argv[2];
const say = (text: string) => void process.stdout.write(`${text}\n`);
const log = createLogger({ name: "program", level: "silent" });

await runLifecycle(
  async ({ onStop }) => {
    const timer = setInterval(() => {}, 1_000);
    onStop("timer", () => clearInterval(timer));
    onStop("first", () => say("first stopped"));
    onStop("second", async () => {
      if (trouble === "hangs") await new Promise(() => {});
      if (trouble === "stop fails") throw new Error("cannot stop");
      say("second stopped");
    });
    if (trouble === "start fails") throw new Error("cannot start");
    say("started");
    if (trouble === "throws later") setImmediate(() => Promise.reject(new Error("nobody catches this")));
  },
  { deadlineMs: 500, log },
);
