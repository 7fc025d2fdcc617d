/** Services with a monitor each, and answers of them as most are: all is well, by TLS, the version in a header. */
import { newId } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import { createSealer } from "@rollcall/runtime";
import { createMonitor } from "@rollcall/services/monitors";
import type { BenchDatabase } from "../bench-database.ts";

export type Service = { environmentId: string; monitorId: string };

/** Makes services by the product's own verb. */
export async function makeServices({ db, workspaceId }: BenchDatabase, count: number): Promise<Service[]> {
  const ctx = {
    ...{ db, workspaceId, actor: { kind: "system" as const, name: "bench" }, now: () => new Date() },
    ...{ baseUrl: "https://rollcall.example", sealer: createSealer("x".repeat(32)), guard: createGuard("") },
  };
  for (let i = 0; i < count; i++)
    await createMonitor(ctx, {
      service: `service-${i}`,
      url: `https://service-${i}.example.com/version`,
      version: { from: "header", name: "x-version" },
    });
  const monitors = await db.prisma.monitor.findMany({ select: { id: true, environmentId: true } });
  return monitors.map(({ id, environmentId }) => ({ monitorId: id, environmentId }));
}

let tick = Date.now();

/** `rows` answers that nobody has reported yet, `ofService` of one service after each other. */
export function makeObservations(
  workspaceId: string,
  services: readonly Service[],
  { rows, ofService }: { rows: number; ofService: number },
): Observation[] {
  return Array.from({ length: rows }, (_, i) => {
    const place = Math.floor(i / ofService);
    const service = services[place % services.length] ?? { environmentId: "", monitorId: newId("mon") };
    tick += i % ofService === 0 && place % services.length === 0 ? 1_000 : 0;
    return answer(workspaceId, service, tick, i % ofService);
  });
}

function answer(workspaceId: string, service: Service, at: number, seq: number): Observation {
  const ms = () => Math.round(Math.random() * 20_000) / 1000;
  return {
    ...{ workspaceId, ...service, region: "eu-west", scheduledAt: at, seq },
    ...{ variant: "plain", configVersion: 1, startedAt: at + 12, finishedAt: at + 90 },
    timings: { dnsMs: ms(), connectMs: ms(), tlsMs: ms(), firstByteMs: ms(), transferMs: ms() },
    totalMs: ms(),
    remoteAddress: "203.0.113.7",
    outcome: { kind: "answered", status: 200, body: "read" },
    version: { value: "4f0c2a9", reader: { from: "header", name: "x-version" } },
    instance: null,
    cache: {},
    failedAssertions: [],
    tlsDaysLeft: 60,
  };
}
