/** One of everything in a workspace, and a picture of all that is stored, to prove that nothing was written. */
import { createHash } from "node:crypto";
import { newId } from "@rollcall/db";
import { createChannel } from "@rollcall/services/channels";
import { announceDeploy } from "@rollcall/services/deploys";
import { createMaintenance } from "@rollcall/services/maintenance";
import { createMonitor } from "@rollcall/services/monitors";
import { setRegistry } from "@rollcall/services/registries";
import { createToken } from "@rollcall/services/tokens";
import { inviteMember } from "@rollcall/services/workspaces";
import { systemContext, type TestWeb } from "./test-web.ts";

export type Fixture = {
  workspaceId: string;
  /** The person who owns the workspace. */
  owner: string;
  invitation: string;
  service: string;
  serviceId: string;
  monitor: string;
  channel: string;
  token: string;
  /** The host of a registry that only this workspace has set. */
  registry: string;
  deploy: string;
  incident: string;
  /** Given up. */
  delivery: string;
  /** Of another environment than the incident's. */
  maintenance: string;
  probe: string;
};

/** Makes a service with a monitor, a deploy and an incident, a channel, a token, a registry and a probe request. */
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
  const { host } = await setRegistry(ctx, {
    host: `registry.${service}.test`,
    username: "robot",
    password: "x",
  });
  const image = `${host}/${service}:1.42.0`;
  const { deploy } = await announceDeploy(ctx, { service, version: "1.42.0", image });
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
  const outbox = newId("out");
  await prisma.outbox.create({
    data: { id: outbox, workspaceId, notice: { type: "rollout.stuck" }, fannedOutAt: new Date() },
  });
  const delivery = newId("dlv");
  await prisma.delivery.create({
    data: { id: delivery, workspaceId, outboxId: outbox, channelId: channel.id, state: "given_up" },
  });
  const { id: maintenance } = await createMaintenance(ctx, {
    ...{ service, environment: "production", reason: "new disks", durationMinutes: 60 },
  });
  const probe = newId("prq");
  await prisma.probeRequest.create({ data: { id: `${probe}_0`, workspaceId, region: "local" } });
  const invited = await inviteMember({ ...ctx, mail: null }, { email: "guest@example.com" });
  const member = await prisma.member.findFirstOrThrow({ where: { workspaceId, role: "owner" } });
  return {
    workspaceId,
    owner: member.userId,
    invitation: invited.id,
    service,
    serviceId,
    monitor: monitor.id,
    channel: channel.id,
    token: token.id,
    registry: host,
    deploy: deploy.id,
    incident,
    delivery,
    maintenance,
    probe,
  };
}

/**
 * Everything stored that a route could change: per table the number of rows and a fingerprint of them, so that a
 * failed comparison names the table. When a token was last used is not a change.
 */
export async function readEverything(web: TestWeb): Promise<Record<string, string>> {
  const { prisma } = web.wiring.db;
  const byId = { orderBy: { id: "asc" } } as const;
  const tables = {
    workspaces: prisma.workspace.findMany(byId),
    members: prisma.member.findMany({ orderBy: [{ workspaceId: "asc" }, { userId: "asc" }] }),
    invitations: prisma.invitation.findMany(byId),
    tokens: prisma.apiToken.findMany({ ...byId, omit: { lastUsedAt: true } }),
    services: prisma.service.findMany(byId),
    environments: prisma.environment.findMany(byId),
    monitors: prisma.monitor.findMany(byId),
    channels: prisma.channel.findMany(byId),
    registries: prisma.registry.findMany(byId),
    preflights: prisma.preflight.findMany({ orderBy: { deployId: "asc" } }),
    deploys: prisma.deploy.findMany(byId),
    deployEvents: prisma.deployEvent.findMany({ orderBy: [{ deployId: "asc" }, { seq: "asc" }] }),
    incidents: prisma.incident.findMany(byId),
    maintenance: prisma.maintenanceWindow.findMany(byId),
    incidentEntries: prisma.incidentEntry.findMany(byId),
    outbox: prisma.outbox.findMany(byId),
    deliveries: prisma.delivery.findMany(byId),
    probeRequests: prisma.probeRequest.findMany(byId),
    audit: prisma.auditEvent.findMany(byId),
    idempotencyKeys: prisma.idempotencyKey.findMany(),
  };
  const entries = Object.entries(tables).map(async ([name, query]) => {
    const rows = await query;
    return [name, `${rows.length} rows, ${createHash("sha256").update(JSON.stringify(rows)).digest("hex")}`];
  });
  return Object.fromEntries(await Promise.all(entries));
}
