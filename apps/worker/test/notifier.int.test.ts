import { type Database, newId, openDatabase } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer } from "@rollcall/runtime";
import { writeOutbox } from "@rollcall/services/delivery";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");
const workspaceId = newId("ws");

let database: TestDatabase;
let db: Database;
let queue: JobQueue;
let smtp: SmtpPeer;
let slack: HttpPeer;
let worker: RunningWorker;
let now = Date.now();

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ url: database.url });
  queue = await openQueue({ databaseUrl: database.url }, { log });
  smtp = await startSmtpPeer();
  slack = await startHttpPeer();
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
  await addChannel("email", { to: ["team@example.com"] });
  await addChannel("slack", { webhookUrl: `${slack.url}/hook` });
});
afterAll(async () => {
  await queue.close();
  await db.close();
  await Promise.all([smtp.close(), slack.close(), database.drop()]);
});
beforeEach(async () => {
  await db.prisma.outbox.deleteMany();
  slack.requests.length = 0;
  smtp.mails.length = 0;
  worker = await startNotifier();
});
afterEach(() => worker.stop());

const startNotifier = () =>
  startWorker({
    roles: ["notifier"],
    regions: [],
    queue,
    db,
    secret,
    regionKey: null,
    guard,
    senders: createSenders({ smtpUrl: smtp.url, mailFrom: "Rollcall <rollcall@example.com>", guard }),
    baseUrl: "https://rollcall.test",
    log,
    metrics: createMetrics(),
    now: () => new Date(now),
  });

async function addChannel(kind: string, config: object): Promise<void> {
  const id = newId("chn");
  const sealed = createSealer(secret).seal(JSON.stringify(config), `channel:${id}`);
  const lists = { services: [], environments: [] };
  await db.prisma.channel.create({
    data: { id, workspaceId, kind, name: kind, config: {}, sealed, ...lists },
  });
}

const stuck: Notice = {
  type: "rollout.stuck",
  tone: "problem",
  severity: "warning",
  sample: false,
  at: now,
  since: now - 600_000,
  service: "checkout-api",
  environment: "production",
  impact: "Users are served (0 of 800 probes failed), still by 1.41.3.",
  summary: "1.42.0 has not appeared for 10 min.",
  version: "1.42.0",
  serving: "1.41.3",
  actor: "ana",
  ciUrl: null,
  share: null,
  regions: [],
  causes: [],
  incidentId: null,
  deployId: "dep_1",
  monitorId: null,
  threadKey: "dep_1",
  links: { primary: "https://rollcall.test/deploys/dep_1", incident: null },
};
const put = () =>
  db.prisma.$transaction((tx) =>
    writeOutbox(
      tx,
      { workspaceId, environmentId: null, incidentId: null, channelId: null, notice: stuck },
      new Date(now),
    ),
  );
const states = async () => (await db.prisma.delivery.findMany()).map((delivery) => delivery.state).sort();

describe("the notifier", () => {
  it("brings a notice to a mail server and a webhook, once each", async () => {
    await put();
    const mail = await smtp.waitForMail("the alert", () => true);
    const post = await slack.waitForRequest("the alert", () => true);
    expect(mail.to).toEqual(["team@example.com"]);
    expect(mail.raw).toContain("1.42.0");
    expect(post.text).toContain("1.42.0 has not appeared");
    await waitUntil("both to be settled", async () => (await states()).join() === "sent,sent");
    worker.roles.every((role) => expect(Date.now() - role.lastDoneAt()).toBeLessThan(5_000));
    expect([smtp.mails.length, slack.requests.length]).toEqual([1, 1]);
  });

  it("brings it later, once, where the receiver was away, and is not held up by it elsewhere", async () => {
    slack.answerWith({ status: 503 });
    await put();
    await smtp.waitForMail("the mail, although Slack is away", () => true);
    await waitUntil("a failed attempt", async () => (await states()).join() === "failed,sent");
    slack.answerWith({ status: 200, body: "ok" });
    now += 60_000;
    await waitUntil("the second attempt", async () => (await states()).join() === "sent,sent");
    expect([smtp.mails.length, slack.requests.length]).toEqual([1, 2]);
  });

  it("neither forgets nor repeats what was under way when it was restarted", async () => {
    slack.answerWith({ status: 503 });
    await put();
    await waitUntil("a failed attempt", async () => (await states()).join() === "failed,sent");
    await worker.stop();
    slack.answerWith({ status: 200, body: "ok" });
    now += 60_000;
    worker = await startNotifier();
    await waitUntil("the rest", async () => (await states()).join() === "sent,sent");
    expect([smtp.mails.length, slack.requests.length]).toEqual([1, 2]);
  });

  it("lets two notifiers share the work without telling anybody twice", async () => {
    const second = await startNotifier();
    for (let i = 0; i < 10; i++) await put();
    await waitUntil("all of it", async () => (await states()).filter((s) => s === "sent").length === 20);
    await second.stop();
    expect([smtp.mails.length, slack.requests.length]).toEqual([10, 10]);
  });
});
