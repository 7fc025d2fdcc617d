/**
 * What one probe costs: `runProbe` through the guarded dialer, beside Node's bare http client reading the same answer
 * on a fresh connection. CPU of this process only; the server runs in another process. Rounds alternate.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { defaultAssertions, type ProbeSpec } from "@rollcall/domain/monitor-spec";
import { createGuard } from "@rollcall/outbound";
import { runProbe } from "@rollcall/probe";
import { type Bench, median, type Row } from "./report.ts";

const rounds = 7;
const probesPerRound = 3_000;
const inFlight = 50;
const file = fileURLToPath(import.meta.url);

if (process.argv[2] === "serve" && process.send) {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end('{"version":"1.42.0","commit":"4f0c2a9"}');
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

/** Prints CPU per 1,000 probes of each way, round by round, then medians and the ratio of the rounds. */
export const benchProbes: Bench = async (tell) => {
  const target = fork(file, ["serve"], { execArgv: process.execArgv.concat("--import", "tsx") });
  try {
    const [port] = (await once(target, "message")) as [number];
    const url = `http://127.0.0.1:${port}/version`;
    const ways = { "node http": () => bareGet(url), runProbe: probeOnce(url) };
    const measured: Record<keyof typeof ways, number[]> = { "node http": [], runProbe: [] };
    for (let round = -1; round < rounds; round++) {
      for (const way of ["node http", "runProbe"] as const) {
        const cpuMsPer1000 = await measure(ways[way]);
        if (round < 0) continue; // the first round warms both up
        measured[way].push(cpuMsPer1000);
        tell({ round, way, cpuMsPer1000: round1(cpuMsPer1000) });
      }
    }
    return Object.entries(measured).map(([way, values]): Row => {
      const ratios = values.map((value, i) => value / (measured["node http"][i] ?? Number.NaN));
      return {
        way,
        "CPU ms per 1000": round1(median(values)),
        min: round1(Math.min(...values)),
        max: round1(Math.max(...values)),
        "÷ node http": Math.round(median(ratios) * 100) / 100,
      };
    });
  } finally {
    target.kill();
  }
};

function probeOnce(url: string): () => Promise<unknown> {
  const guard = createGuard("127.0.0.0/8");
  const spec: ProbeSpec = {
    url,
    method: "GET",
    headers: {},
    body: null,
    timeoutMs: 10_000,
    followRedirects: 0,
    version: { from: "json", path: "version" },
    instance: null,
    assertions: defaultAssertions,
  };
  return async () => {
    const { version } = await runProbe(spec, { guard });
    if (version?.value !== "1.42.0") throw new Error("the probe did not read the version");
  };
}

function bareGet(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const { version } = JSON.parse(Buffer.concat(chunks).toString()) as { version: string };
        if (version === "1.42.0") resolve();
        else reject(new Error("the answer has no version"));
      });
    }).on("error", reject);
  });
}

async function measure(probe: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let left = probesPerRound;
  const lane = async () => {
    while (left-- > 0) await probe();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / (probesPerRound / 1_000);
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
