/**
 * Loaded into every program of a stage: at SIGUSR2 it takes a CPU profile of so many seconds and writes it where the bench
 * looks for it.
 */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { setTimeout as pause } from "node:timers/promises";

const { ROLLCALL_BENCH_PROFILE: file = "", ROLLCALL_BENCH_PROFILE_SECONDS: seconds = "20" } = process.env;

process.on("SIGUSR2", async () => {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  await session.post("Profiler.start");
  await pause(Number(seconds) * 1000);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
});
