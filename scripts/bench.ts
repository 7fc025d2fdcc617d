/** `npm run bench -- <name>`: one JSON object a line, and a table at the end. */
import { benchAlerts } from "./bench/alerts.ts";
import { benchBusy } from "./bench/busy.ts";
import { benchDashboard } from "./bench/dashboard.ts";
import { benchHealth } from "./bench/health.ts";
import { benchIngest } from "./bench/ingest.ts";
import { benchMemory } from "./bench/memory.ts";
import { benchPreflight } from "./bench/preflight.ts";
import { benchProbes } from "./bench/probes.ts";
import type { Bench } from "./bench/report.ts";
import { printTable } from "./bench/report.ts";
import { benchScale } from "./bench/scale.ts";
import { benchSchedule } from "./bench/schedule.ts";
import { benchVerdict } from "./bench/verdict.ts";

const benches: Record<string, Bench> = {
  alerts: benchAlerts,
  busy: benchBusy,
  dashboard: benchDashboard,
  ingest: benchIngest,
  memory: benchMemory,
  probes: benchProbes,
  scale: benchScale,
  schedule: benchSchedule,
  verdict: benchVerdict,
  health: benchHealth,
  preflight: benchPreflight,
};

const name = process.argv[2] ?? "";
const bench = benches[name];
if (!bench) {
  process.stderr.write(`npm run bench -- <name>, one of: ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
printTable(await bench((row) => process.stdout.write(`${JSON.stringify({ bench: name, ...row })}\n`)));
