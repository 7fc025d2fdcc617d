/** A monitor in a database of its own, and what it is said to have observed. */
import type { Observation } from "@rollcall/domain/observation";
import { createTestDatabase } from "@rollcall/testing/test-database";
import { expect } from "vitest";
import { type Database, inTransaction, openDatabase } from "../src/database.ts";
import { newId } from "../src/new-id.ts";
import { insertObservations } from "../src/observations/insert-observations.ts";
import { readObservations } from "../src/observations/read-observations.ts";

export const dayMs = 86_400_000;
export const noon = Date.UTC(2026, 4, 10, 12);

export const workspaceId = newId("ws");
export const environmentId = newId("env");
export const monitorId = newId("mon");

export type ObservedMonitor = Awaited<ReturnType<typeof openObservedMonitor>>;

/** Opens the database; `close` drops it. */
export async function openObservedMonitor() {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url });
  await addMonitor(db, workspaceId, environmentId, monitorId);
  return {
    db,
    write: (...observations: Observation[]) =>
      inTransaction(db, (tx) => insertObservations(tx, observations, db.places)),
    readAll: async (from: number, to: number, more = {}) =>
      (await readObservations(db, { workspaceId, environmentId, from, to, limit: 100, ...more }))
        .observations,
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

export async function addMonitor(db: Database, workspace: string, environment: string, monitor: string) {
  const service = newId("svc");
  await db.prisma.workspace.create({ data: { id: workspace, slug: workspace, name: "Acme" } });
  await db.prisma.service.create({ data: { id: service, workspaceId: workspace, name: "api" } });
  await db.prisma.environment.create({
    data: { id: environment, workspaceId: workspace, serviceId: service, name: "production" },
  });
  await db.prisma.monitor.create({
    data: {
      id: monitor,
      workspaceId: workspace,
      environmentId: environment,
      name: "health",
      url: "https://example.test/",
      method: "GET",
      intervalSeconds: 60,
      timeoutMs: 10_000,
      verifiesDeploys: true,
    },
  });
}

export function makeObservation(change: Partial<Observation> = {}): Observation {
  return {
    workspaceId,
    environmentId,
    monitorId,
    region: "eu-west",
    scheduledAt: noon,
    seq: 0,
    variant: "plain",
    configVersion: 3,
    startedAt: noon + 12,
    finishedAt: noon + 112,
    timings: { dnsMs: 1.5, connectMs: 2, tlsMs: null, firstByteMs: 80.25, transferMs: 0.5 },
    totalMs: 100,
    remoteAddress: "203.0.113.7",
    outcome: { kind: "answered", status: 200, body: "read" },
    version: { value: "1.42.0", reader: { from: "json", path: "git.commit" } },
    instance: "pod-1",
    cache: { age: "12", "x-cache": 'HIT, "edge"' },
    failedAssertions: [],
    tlsDaysLeft: 30,
    ...change,
  };
}

/** Times are kept on a scale of their own, and the end of a probe is its start and how long it took. */
export function asKept(observation: Observation): Observation {
  const about = (ms: number | null) => (ms === null ? null : expect.closeTo(ms, 1));
  const { dnsMs, connectMs, tlsMs, firstByteMs, transferMs } = observation.timings;
  return {
    ...observation,
    timings: {
      dnsMs: about(dnsMs),
      connectMs: about(connectMs),
      tlsMs: about(tlsMs),
      firstByteMs: about(firstByteMs),
      transferMs: about(transferMs),
    },
    totalMs: expect.closeTo(observation.totalMs, 1),
  };
}
