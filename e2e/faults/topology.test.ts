/**
 * Rollcall on many machines as docker-compose.yml and deploy/kubernetes describe it: every role a program of its own,
 * probers of three regions with nothing but the queue and their key.
 */
import { readObservations } from "@rollcall/db";
import { observationsQueueName, probeQueueName } from "@rollcall/queue";
import { findRedis } from "@rollcall/testing/redis-server";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patience } from "./patience.ts";
import { oldBatch, oldHeartbeat, oldReport } from "./topology/old-jobs.ts";
import { openTopology, type Prober, type Topology } from "./topology/open-topology.ts";
import { openSlowTarget, type SlowTarget } from "./topology/slow-target.ts";

const redis = findRedis();
const monitorsCount = 12;

describe.skipIf(redis === null)("many machines", { timeout: 300_000 }, () => {
  let topology: Topology;
  let target: SlowTarget;
  let owner: { workspaceId: string; environmentId: string };
  let monitorId: string;
  const probers = new Map<string, Prober>();
  const proberOf = (region: string) => probers.get(region) as Prober;
  const probesOf = (prober: Prober) => prober.count("rollcall_probes_total");

  beforeAll(async () => {
    topology = await openTopology(redis ?? "");
    target = await openSlowTarget();
    const { api } = topology;
    await topology.receivers.addChannels(api, "team");
    for (const region of ["eu-west", "us-east", "ap-south"])
      probers.set(region, await topology.addProber(region));
    for (let i = 0; i < monitorsCount; i++)
      await api.createMonitor({
        service: "shop",
        name: `page ${i}`,
        url: `${target.url}/${i}`,
        intervalSeconds: 10,
        timeoutMs: 3_000,
      });
    const row = await topology.db.prisma.monitor.findFirstOrThrow();
    owner = { workspaceId: row.workspaceId, environmentId: row.environmentId };
    monitorId = row.id;
  }, 300_000);

  afterAll(async () => {
    await topology?.close();
    target?.close();
  });

  /** Everything stored of the service, as `monitor region scheduledAt seq`. */
  async function stored(region: string): Promise<string[]> {
    const query = { ...owner, from: Date.now() - 600_000, to: Date.now() + 60_000, limit: 5_000 };
    const { observations } = await readObservations(topology.db, query);
    return observations
      .filter((one) => one.region === region)
      .map((one) => `${one.monitorId} ${one.scheduledAt} ${one.seq}`);
  }

  /** The health of every monitor, with its regions: "up eu-west:up us-east:no_data". */
  async function healths(): Promise<string[]> {
    const rows = await topology.db.prisma.monitorHealth.findMany();
    return rows.map(({ health, verdict }) => {
      const { regions } = verdict as { regions: { region: string; state: string }[] };
      return [health, ...regions.map(({ region, state }) => `${region}:${state}`).sort()].join(" ");
    });
  }

  async function untilAllAre(health: string): Promise<void> {
    const isSo = async () => {
      const now = await healths();
      if (now.length === monitorsCount && now.every((one) => one === health)) return true;
      throw new Error([...new Set(now)].join("; "));
    };
    await waitUntil(`every monitor to be ${health}`, isSo, patience);
  }

  it("probes from every region, and judges", async () => {
    await untilAllAre("up ap-south:up eu-west:up us-east:up");
  });

  it("shares the batches of a region with a prober that is added to it", async () => {
    const [first, second] = [proberOf("eu-west"), await topology.addProber("eu-west")];
    const before = await probesOf(first);
    await waitUntil(
      "both to have probed",
      async () => (await probesOf(second)) >= 3 && (await probesOf(first)) >= before + 3,
      patience,
    );
    const rows = await stored("eu-west");
    expect(new Set(rows).size).toBe(rows.length);
  });

  it("works what the release before has sent", async () => {
    const { queue, secret } = topology;
    const monitor = { ...owner, monitorId };
    const [batch, report] = [
      oldBatch(monitor, { region: "eu-west", secret, url: target.url }),
      oldReport(monitor, "ap-south"),
    ];
    await queue.enqueue(probeQueueName("eu-west"), "probe.batch", batch);
    await queue.enqueue(observationsQueueName, "observations.report", report);
    await queue.enqueue(observationsQueueName, "region.heartbeat", oldHeartbeat("eu-west"));
    const keys = [batch.items[0], report.observations[0]].map(
      (one) => `${monitorId} ${one?.scheduledAt} ${one?.seq}`,
    );
    await waitUntil(
      "both to be stored",
      async () => {
        const all = [...(await stored("eu-west")), ...(await stored("ap-south"))];
        return keys.every((key) => all.includes(key));
      },
      patience,
    );
    await waitUntil(
      "the old prober to be known",
      () => topology.db.prisma.regionWorker.findFirst({ where: { workerId: "old" } }),
      patience,
    );
  });

  it("uses a region that is added, without a restart, while one falls silent and another is cut off", async () => {
    probers.set("sa-east", await topology.addProber("sa-east"));
    await proberOf("ap-south").kill();
    const before = target.asked("us-east");
    await waitUntil("a probe from us-east to begin", () => target.asked("us-east") > before, patience);
    (await topology.wayOf("us-east")).cut();
    await waitUntil(
      "what it saw to be on its disk",
      () => proberOf("us-east").count("rollcall_spooled_observations_total", 'result="kept"'),
      patience,
    );
    await untilAllAre("up ap-south:no_data eu-west:up sa-east:up us-east:no_data");
  });

  it("has from the region that was cut off all that it saw, late, although its program was killed", async () => {
    await proberOf("us-east").kill();
    const seen = target.asked("us-east");
    expect((await stored("us-east")).length).toBeLessThan(seen);
    (await topology.wayOf("us-east")).mend();
    const again = await topology.addProber("us-east");
    probers.set("us-east", again);
    await waitUntil(
      "its disk to be empty",
      async () =>
        (await again.count("rollcall_spooled_observations_total", 'result="delivered"')) > 0 &&
        (await again.count("rollcall_spool_bytes")) === 0,
      patience,
    );
    await waitUntil("all of it to be stored", async () => (await stored("us-east")).length >= seen, patience);
    await untilAllAre("up ap-south:no_data eu-west:up sa-east:up us-east:up");
  });

  it("goes on while every control program is replaced by a new one", async () => {
    const last = await topology.replaceControl();
    expect(last.filter((words) => !words.includes('"msg":"stopped"'))).toEqual([]);
    expect(last).toHaveLength(6);
    const before = (await stored("eu-west")).length;
    await waitUntil(
      "answers to be stored",
      async () => (await stored("eu-west")).length > before + 3,
      patience,
    );
    await untilAllAre("up ap-south:no_data eu-west:up sa-east:up us-east:up");
  });

  it("has told nobody of anything that was not so", async () => {
    expect(await topology.api.listIncidents()).toEqual([]);
    const headlines = topology.receivers.messages().map(({ headline }) => headline);
    // A region without a prober for 90 seconds is told, as what it is.
    expect(headlines.filter((headline) => !headline.includes("ap-south"))).toEqual([]);
    expect(topology.deserters()).toEqual([]);
  });
});
