/** A workspace as it is now: services with monitors, judged answers, an open rollout each. The same with any history. */
import { type Database, newId } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import type { ServiceContext } from "@rollcall/services/context";
import { announceDeploy } from "@rollcall/services/deploys";
import { recordObservations } from "@rollcall/services/ingest";
import { ensureEnvironment } from "@rollcall/services/services";

export const regions = ["ap-south", "eu-west", "us-east"];
export const intervalSeconds = 30;
const services = 20;
const monitorsEach = 2;
const rounds = 20;

/** Who reads what: the first service's page, its rollout, one of its monitors. */
export type Scene = {
  ctx: ServiceContext;
  service: string;
  deployId: string;
  monitorId: string;
  monitorIds: string[];
};

/** Makes the scene in an empty database; its last answers are those of now. */
export async function makeScene(db: Database): Promise<Scene> {
  const workspaceId = newId("ws");
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  const ctx: ServiceContext = {
    workspaceId,
    actor: { kind: "system", name: "bench" },
    db,
    now: () => new Date(),
    baseUrl: "http://127.0.0.1",
  };
  await keepRegionsAlive(db);
  const scene: Scene = { ctx, service: "service-01", deployId: "", monitorId: "", monitorIds: [] };
  for (let i = services; i >= 1; i--) {
    const service = `service-${String(i).padStart(2, "0")}`;
    const place = await db.prisma.$transaction((tx) =>
      ensureEnvironment(tx, workspaceId, service, "production"),
    );
    const monitorIds = await addMonitors(db, workspaceId, place.id);
    await answer(ctx, place.id, monitorIds, "1.41.3");
    const { deploy } = await announceDeploy(ctx, { service, version: "1.42.0" });
    await answer(ctx, place.id, monitorIds, "1.42.0");
    scene.monitorIds.push(...monitorIds);
    Object.assign(scene, { deployId: deploy.id, monitorId: monitorIds[0] });
  }
  return scene;
}

/** Without their heartbeats regions are forgotten, and pages show silence instead. */
export async function keepRegionsAlive(db: Database): Promise<void> {
  const now = new Date();
  await db.prisma.regionWorker.deleteMany();
  await db.prisma.regionWorker.createMany({
    data: regions.map((region) => ({ region, workerId: "bench", version: "0", startedAt: now, seenAt: now })),
  });
}

async function addMonitors(db: Database, workspaceId: string, environmentId: string): Promise<string[]> {
  const ids = Array.from({ length: monitorsEach }, () => newId("mon"));
  await db.prisma.monitor.createMany({
    data: ids.map((id, i) => ({
      ...{ id, workspaceId, environmentId, name: `endpoint ${i + 1}`, url: "https://example.test/" },
      ...{ method: "GET", intervalSeconds, timeoutMs: 10_000, regions, verifiesDeploys: true },
      version: { from: "header", name: "x-version" },
    })),
  });
  return ids;
}

/** Some rounds of good answers up to now, taken in and judged as reports are. */
async function answer(
  ctx: ServiceContext,
  environmentId: string,
  monitorIds: string[],
  version: string,
): Promise<void> {
  const { db, workspaceId, baseUrl, now } = ctx;
  const at = Date.now();
  const observations = monitorIds.flatMap((monitorId) =>
    regions.flatMap((region) =>
      Array.from({ length: rounds }, (_, i): Observation => {
        const scheduledAt = at - (rounds - i) * 1000;
        return {
          ...{ workspaceId, environmentId, monitorId, region, scheduledAt, seq: 0, variant: "plain" },
          ...{ configVersion: 1, startedAt: scheduledAt, finishedAt: scheduledAt + 80, totalMs: 80 },
          timings: { dnsMs: 1, connectMs: 20, tlsMs: 30, firstByteMs: 28, transferMs: 1 },
          remoteAddress: "203.0.113.7",
          outcome: { kind: "answered", status: 200, body: "read" },
          version: { value: version, reader: { from: "header", name: "x-version" } },
          ...{ instance: null, cache: {}, failedAssertions: [], tlsDaysLeft: null },
        };
      }),
    ),
  );
  await recordObservations({ db, now, baseUrl }, { workspaceId, environmentId, observations });
}
