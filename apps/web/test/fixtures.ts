/** One of everything in a workspace, and a picture of all that is stored, to prove that nothing was written. */
import { newId } from "@rollcall/db";
import { createChannel } from "@rollcall/services/channels";
import { announceDeploy } from "@rollcall/services/deploys";
import { createMonitor } from "@rollcall/services/monitors";
import { createToken } from "@rollcall/services/tokens";
import { systemContext, type TestWeb } from "./test-web.ts";

export type Fixture = {
  workspaceId: string;
  service: string;
  serviceId: string;
  monitor: string;
  channel: string;
  token: string;
  deploy: string;
  incident: string;
  probe: string;
};

/** Makes a service with a monitor, a deploy and an incident, a channel, a token and a probe request. */
export async function makeFixture(web: TestWeb, workspaceId: string, service: string): Promise<Fixture> {
  const ctx = systemContext(web, workspaceId);
  const { prisma } = web.wiring.db;
  const monitor = await createMonitor(ctx, { service, url: "https://example.com/health" });
  const channel = await createChannel(ctx, {
    kind: "email",
    name: "ops",
    config: { to: ["ops@example.com"] },
  });
  const token = await createToken(ctx, { name: "ci", scope: "deploy" });
  const { deploy } = await announceDeploy(ctx, { service, version: "1.42.0" });
  const { serviceId } = await prisma.environment.findFirstOrThrow({ where: { workspaceId } });
  // An environment of its own: the judge may open another incident where the deploy is.
  const environment = await prisma.environment.create({
    data: { id: newId("env"), workspaceId, serviceId, name: "staging" },
  });
  const incident = newId("inc");
  await prisma.incident.create({
    data: {
      id: incident,
      workspaceId,
      environmentId: environment.id,
      state: "open",
      kind: "outage",
      severity: "critical",
      title: "Down",
      impact: "Users get errors.",
      openedAt: new Date(),
    },
  });
  const probe = newId("prq");
  await prisma.probeRequest.create({ data: { id: `${probe}_0`, workspaceId, region: "local" } });
  return {
    workspaceId,
    service,
    serviceId,
    monitor: monitor.id,
    channel: channel.id,
    token: token.id,
    deploy: deploy.id,
    incident,
    probe,
  };
}

/** Everything stored that a route could change, as one text. When a token was last used is not a change. */
export async function readEverything(web: TestWeb): Promise<string> {
  const { prisma } = web.wiring.db;
  const rows = await Promise.all([
    prisma.workspace.findMany({ orderBy: { id: "asc" } }),
    prisma.member.findMany({ orderBy: [{ workspaceId: "asc" }, { userId: "asc" }] }),
    prisma.apiToken.findMany({ orderBy: { id: "asc" }, omit: { lastUsedAt: true } }),
    prisma.service.findMany({ orderBy: { id: "asc" } }),
    prisma.environment.findMany({ orderBy: { id: "asc" } }),
    prisma.monitor.findMany({ orderBy: { id: "asc" } }),
    prisma.channel.findMany({ orderBy: { id: "asc" } }),
    prisma.deploy.findMany({ orderBy: { id: "asc" } }),
    prisma.deployEvent.findMany({ orderBy: [{ deployId: "asc" }, { seq: "asc" }] }),
    prisma.incident.findMany({ orderBy: { id: "asc" } }),
    prisma.incidentEntry.findMany({ orderBy: { id: "asc" } }),
    prisma.outbox.findMany({ orderBy: { id: "asc" } }),
    prisma.probeRequest.findMany({ orderBy: { id: "asc" } }),
    prisma.auditEvent.findMany({ orderBy: { id: "asc" } }),
    prisma.idempotencyKey.findMany(),
  ]);
  return JSON.stringify(rows);
}
