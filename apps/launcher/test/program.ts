/** A program for a test of the supervisor. PROGRAM_DOES says what goes wrong; the file PROGRAM_RUNS counts its starts. */
import { appendFileSync, readFileSync } from "node:fs";

// biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
const { PROGRAM_DOES: does = "", PROGRAM_RUNS: runs = "" } = process.env;
appendFileSync(runs, "x");
const run = readFileSync(runs, "utf8").length;

process.stdout.write(`${JSON.stringify({ level: "error", name: "program", msg: `run ${run}` })}\n`);
process.on("SIGTERM", () => {
  appendFileSync(runs, " stopped");
  process.exit(0);
});
if (does === "dies at once") process.exit(3);
process.send?.({ type: "ready", run });
if (does === "dies later" && run === 1) setImmediate(() => process.exit(4));
setInterval(() => {}, 1_000);
