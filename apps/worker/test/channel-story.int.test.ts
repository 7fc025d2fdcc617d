/** One incident's whole story through the notifier: as a Slack app, PagerDuty and a webhook's owner see it. */
import { newId } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { createChannel } from "@rollcall/services/channels";
import { writeOutbox } from "@rollcall/services/delivery";
import { acknowledgeIncident } from "@rollcall/services/incidents";
import { createService } from "@rollcall/services/services";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import {
  type PagerdutyPeer,
  type SlackPeer,
  startPagerdutyPeer,
  startSlackPeer,
} from "@rollcall/testing/vendors";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkerRoom, type WorkerContext, type WorkerRoom } from "./worker-room.ts";

let room: WorkerRoom;
let ctx: WorkerContext & { mail: null };
let slack: SlackPeer;
let pagerduty: PagerdutyPeer;
let receiver: HttpPeer;
const incidentId = newId("inc");

beforeAll(async () => {
  room = await openWorkerRoom();
  [slack, pagerduty, receiver] = await Promise.all([startSlackPeer(), startPagerdutyPeer(), startHttpPeer()]);
  ctx = { ...(await room.addWorkspace()), mail: null };
  const bot = { botToken: slack.botToken, channel: "#deploys" };
  await createChannel(ctx, { kind: "slack", name: "#deploys", config: bot });
  await createChannel(ctx, {
    kind: "pagerduty",
    name: "on call",
    config: { routingKey: pagerduty.routingKey },
  });
  const hook = { url: `${receiver.url}/hook` };
  await createChannel(ctx, { kind: "webhook", name: "ours", config: hook });
  await addIncident();
  const origins = { slack: slack.url, pagerduty: pagerduty.url };
  const guard = createGuard("127.0.0.0/8");
  const senders = createSenders({ smtpUrl: null, mailFrom: "rollcall@example.com", guard, origins });
  await room.start({ roles: ["notifier"], senders });
});
afterAll(async () => {
  await room.close();
  await Promise.all([slack.close(), pagerduty.close(), receiver.close()]);
});

async function addIncident(): Promise<void> {
  const { environments } = await createService(ctx, { name: "checkout-api" });
  await room.db.prisma.incident.create({
    data: {
      id: incidentId,
      workspaceId: ctx.workspaceId,
      environmentId: environments[0]?.id ?? "",
      state: "open",
      kind: "stuck",
      severity: "warning",
      title: "checkout-api is stuck",
      impact: "Users are served.",
      openedAt: new Date(),
    },
  });
}

async function tell(more: Partial<Notice>): Promise<void> {
  const notice: Notice = {
    type: "rollout.stuck",
    tone: "problem",
    severity: "warning",
    sample: false,
    at: Date.now(),
    since: Date.now(),
    service: "checkout-api",
    environment: "production",
    impact: "Users are served, still by 1.41.3.",
    summary: "1.42.0 has not appeared for 10 min.",
    version: "1.42.0",
    serving: "1.41.3",
    actor: "ana",
    ciUrl: null,
    share: null,
    regions: [],
    causes: [],
    incidentId,
    deployId: "dep_1",
    monitorId: null,
    threadKey: incidentId,
    links: { primary: "https://rollcall.test/deploys/dep_1", incident: null },
    ...more,
  };
  const { workspaceId } = ctx;
  await room.db.prisma.$transaction((tx) =>
    writeOutbox(tx, { workspaceId, environmentId: null, incidentId, channelId: null, notice }, new Date()),
  );
}

const settled = (count: number) =>
  waitUntil(`${count} deliveries to be sent`, async () => {
    const sent = await room.db.prisma.delivery.count({ where: { state: "sent" } });
    return sent === count;
  });

it("is one message, one alert and an event each time, from the first word to the last", async () => {
  await tell({});
  await settled(3);
  await acknowledgeIncident(ctx, incidentId);
  await settled(6);
  expect([...pagerduty.alerts.values()]).toEqual([{ status: "acknowledged", triggers: 1 }]);
  await tell({ type: "rollout.recovered", tone: "recovery", severity: null });
  await settled(9);

  const [root, ...replies] = slack.messages;
  expect(root).toMatchObject({ threadTs: null, edits: 1, text: expect.stringContaining("recovered") });
  expect(replies.map(({ threadTs, isBroadcast, text }) => [threadTs, isBroadcast, text])).toEqual([
    [root?.ts, false, expect.stringContaining("acknowledged by Ana")],
    [root?.ts, false, expect.stringContaining("recovered")],
  ]);
  expect([...pagerduty.alerts.values()]).toEqual([{ status: "resolved", triggers: 1 }]);
  expect(receiver.requests.map(({ json }) => (json as { type: string }).type)).toEqual([
    "rollout.stuck",
    "incident.acknowledged",
    "rollout.recovered",
  ]);
});
