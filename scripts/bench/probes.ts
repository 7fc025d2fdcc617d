/**
 * What a probe costs: by itself and on its whole way through the product, beside Node's bare client and Prometheus'
 * blackbox_exporter, plain and over TLS. Every probe opens a fresh connection; the targets run in another program.
 *
 * npm run bench -- probes [--quick] [--monitors <n>] [--redis] [--write]
 *
 * The whole way has as many monitors over HTTP, due every ten seconds, and half of them over TLS; `--redis` has its queue
 * on Redis; `--write` renews the section of docs/performance.md. The peer is Debian's package
 * prometheus-blackbox-exporter, left out where it is not installed.
 */
import { readFileSync } from "node:fs";
import tls from "node:tls";
import { parseArgs } from "node:util";
import { defaultAssertions, type ProbeSpec } from "@rollcall/domain/monitor-spec";
import { createGuard, startLoopClock } from "@rollcall/outbound";
import { runProbe } from "@rollcall/probe";
import { bareGet } from "./probes/bare-node.ts";
import { howToInstall, startBlackbox } from "./probes/blackbox.ts";
import { pin } from "./probes/pin.ts";
import { certificateFile, type Roots, type Scheme, startTargets } from "./probes/targets.ts";
import { openWholeWay, type Stretch } from "./probes/whole-way.ts";
import { type Aim, type Way, writeReport } from "./probes/write-report.ts";
import { type Bench, median, type Row } from "./report.ts";

const schemes: Scheme[] = ["http", "https"];
const inFlight = 50;
/** Of one round; a handshake costs as much as seven plain probes. */
const probesPerRound: Record<Scheme, number> = { http: 4_000, https: 800 };
/** Due once in ten seconds each; more must not come than one core judges. */
const monitorsUsually = 10_000;
const intervalSeconds = 10;
/** The whole way's probes per CPU second, in those of a peer. */
const aims: Aim[] = [
  { scheme: "http", peer: "blackbox_exporter", least: 2.5 },
  { scheme: "http", peer: "Node's client", least: 0.65 },
  { scheme: "https", peer: "blackbox_exporter", least: 0.9 },
];

/** CPU milliseconds per 1,000 probes, one value a round. */
type Measured = Record<Scheme, Map<Way, number[]>>;

/** Prints the CPU per 1,000 probes of each way, round by round, then medians and what the ways are to each other. */
export const benchProbes: Bench = async (tell) => {
  const { isQuick, monitors, queue, isWritten, command } = readOptions();
  const measured: Measured = { http: new Map(), https: new Map() };
  const [parts, profiles]: [Row[], Row[]] = [[], []];
  const targets = await startTargets();
  pin(process.pid, "measured");
  try {
    await measureSingles(targets.roots, isQuick ? 3 : 7, measured, tell);
    for (const scheme of schemes) {
      const { stretches, profile } = await measureWholeWay(
        {
          queue,
          roots: targets.roots[scheme],
          monitors: scheme === "http" ? monitors : monitors / 2,
          intervalSeconds,
        },
        isQuick ? { rounds: 2, seconds: 15 } : { rounds: 5, seconds: 30 },
        (stretch) => tell({ scheme, way: "the whole way", queue, ...roundAll(stretch) }),
      );
      measured[scheme].set(
        "the whole way",
        stretches.map(({ cpuMsPer1000 }) => cpuMsPer1000),
      );
      parts.push(partsRow(scheme, queue, stretches));
      profiles.push({ scheme, ...profile });
    }
  } finally {
    await targets.close();
  }
  const rows = schemes.flatMap((scheme) => summarise(scheme, measured[scheme]));
  if (isWritten) await writeReport({ rows, parts, profiles, aims, command });
  return rows;
};

function readOptions() {
  const argv = process.argv.slice(2);
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { quick: flag, redis: flag, write: flag, monitors: { type: "string" } },
  });
  return {
    isQuick: values.quick,
    monitors: Number(values.monitors ?? monitorsUsually),
    queue: values.redis ? ("Redis" as const) : ("PostgreSQL" as const),
    isWritten: values.write,
    command: ["npm run bench --", ...argv].join(" "),
  };
}

/** The ways that need no product, round by round in turn. */
async function measureSingles(
  roots: Roots,
  rounds: number,
  measured: Measured,
  tell: (row: Row) => void,
): Promise<void> {
  const blackbox = await startBlackbox();
  if (blackbox === null) process.stderr.write(`${howToInstall}\n`);
  const own = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage());
  try {
    for (let round = -1; round < rounds; round++)
      for (const scheme of schemes) {
        const url = `${roots[scheme][0]}/version`;
        const count = probesPerRound[scheme];
        const note = (way: Way, cpuSeconds: number) => {
          if (round < 0) return; // the first round warms everything up
          const cpuMsPer1000 = (cpuSeconds * 1e6) / count;
          measured[scheme].set(way, [...(measured[scheme].get(way) ?? []), cpuMsPer1000]);
          tell({ scheme, way, round, cpuMsPer1000: round1(cpuMsPer1000) });
        };
        note("Node's client", await cpuOf(own, count, () => bareGet(url, trusting)));
        note("runProbe", await cpuOf(own, count, probeOnce(url)));
        if (blackbox === null) continue;
        pin(process.pid, "others");
        note("blackbox_exporter", await cpuOf(blackbox.cpuSeconds, count, () => blackbox.probe(url)));
        pin(process.pid, "measured");
      }
  } finally {
    await blackbox?.close();
  }
}

async function measureWholeWay(
  options: Parameters<typeof openWholeWay>[0],
  { rounds, seconds }: { rounds: number; seconds: number },
  tell: (stretch: Stretch) => void,
): Promise<{ stretches: Stretch[]; profile: Row }> {
  const wholeWay = await openWholeWay(options);
  try {
    const stretches: Stretch[] = [];
    for (let round = 0; round < rounds; round++) {
      const stretch = await wholeWay.measure(seconds);
      stretches.push(stretch);
      tell(stretch);
    }
    return { stretches, profile: await wholeWay.profile() };
  } finally {
    await wholeWay.close();
  }
}

const trusting = tls.createSecureContext({ ca: readFileSync(certificateFile) });

/** As a prober does it. */
function probeOnce(url: string): () => Promise<void> {
  const options = {
    guard: createGuard("127.0.0.0/8"),
    clock: startLoopClock(),
    signal: new AbortController().signal,
    secureContext: () => trusting,
  };
  const spec: ProbeSpec = {
    ...{ url, method: "GET", headers: {}, body: null, timeoutMs: 10_000, followRedirects: 0 },
    ...{ version: { from: "json", path: "version" }, instance: null, assertions: defaultAssertions },
  };
  return async () => {
    const { version, outcome } = await runProbe(spec, options);
    if (version?.value !== "1.42.0") throw new Error(`the probe read no version: ${JSON.stringify(outcome)}`);
  };
}

/** CPU seconds by `readSeconds` that so many probes took, a fixed number of them in flight. */
async function cpuOf(
  readSeconds: () => number,
  count: number,
  probe: () => Promise<unknown>,
): Promise<number> {
  const before = readSeconds();
  let left = count;
  const lane = async () => {
    while (left-- > 0) await probe();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return readSeconds() - before;
}

function summarise(scheme: Scheme, ways: Map<Way, number[]>): Row[] {
  const medianOf = (way: Way) => median(ways.get(way) ?? []);
  /** By probes per CPU second: more than 1 is cheaper than the peer. */
  const times = (peer: Way, way: Way) =>
    ways.has(peer) ? round2(medianOf(peer) / medianOf(way)) : "not installed";
  return [...ways].map(([way, values]) => {
    const ofWhole = aims.filter((aim) => way === "the whole way" && aim.scheme === scheme);
    return {
      scheme,
      way,
      "CPU ms per 1000": round1(median(values)),
      min: round1(Math.min(...values)),
      max: round1(Math.max(...values)),
      "per CPU second": Math.round(1e6 / median(values)),
      "÷ Node's client": times("Node's client", way),
      "÷ blackbox_exporter": times("blackbox_exporter", way),
      wanted: ofWhole.map(({ peer, least }) => `≥ ${least} of ${peer}`).join(", "),
    };
  });
}

function partsRow(scheme: Scheme, queue: string, stretches: Stretch[]): Row {
  const of = (part: keyof Stretch) => round1(median(stretches.map((stretch) => stretch[part])));
  return {
    ...{ scheme, queue, "probes a second": of("perSecond"), "cores busy": round2(of("cores")) },
    ...{
      worker: of("worker"),
      "web and launcher": of("otherPrograms"),
      PostgreSQL: of("postgres"),
      Redis: of("redis"),
    },
  };
}

function roundAll(stretch: Stretch): Row {
  return Object.fromEntries(Object.entries(stretch).map(([key, value]) => [key, round2(value)]));
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
