/** The notifier against receivers that fail, on real sockets; only the clock is simulated. */
import { type Database, newId, openDatabase } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer } from "@rollcall/runtime";
import { claimDeliveries, fanOutOutbox, outboxChannel, writeOutbox } from "@rollcall/services/delivery";
import { type HttpPeer, type PeerAnswer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type SmtpFault, type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");
const sealer = createSealer(secret);
const baseUrl = "https://rollcall.test";
const workspaceId = newId("ws");
const environmentId = newId("env");
const minute = 60_000;
const generous = { timeoutMs: 60_000 };

let database: TestDatabase;
let db: Database;
let queue: JobQueue;
let smtp: SmtpPeer;
let slack: HttpPeer;
let worker: RunningWorker;
let now = Date.UTC(2026, 10, 22, 12, 4);

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ url: database.url });
  queue = await openQueue({ databaseUrl: database.url }, { log });
  const { prisma } = db;
  await prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
  await prisma.user.create({ data: { id: "usr_ana", name: "Ana", email: "ana@example.com" } });
  await prisma.member.create({ data: { workspaceId, userId: "usr_ana", role: "owner" } });
  const service = await prisma.service.create({
    data: { id: newId("svc"), workspaceId, name: "checkout-api" },
  });
  await prisma.environment.create({
    data: { id: environmentId, workspaceId, serviceId: service.id, name: "production" },
  });
});
afterAll(async () => {
  await queue.close();
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await db.prisma.outbox.deleteMany();
  await db.prisma.channel.deleteMany();
  [smtp, slack] = await Promise.all([startSmtpPeer(), startHttpPeer()]);
  worker = await startNotifier();
});
afterEach(async () => {
  await Promise.all([smtp.close(), slack.close()]);
  await worker.stop();
});

const senders = () => createSenders({ smtpUrl: smtp.url, mailFrom: "Rollcall <r@example.com>", guard });
const startNotifier = () =>
  startWorker({
    ...{ roles: ["notifier"], regions: [], queue, db, secret, regionKey: null, guard, baseUrl, log },
    senders: senders(),
    metrics: createMetrics(),
    now: () => new Date(now),
  });

async function addChannel(kind: "email" | "slack", name: string): Promise<string> {
  const id = newId("chn");
  const config = kind === "email" ? { to: ["team@example.com"] } : { webhookUrl: `${slack.url}/hook` };
  const sealed = sealer.seal(JSON.stringify(config), `channel:${id}`);
  const lists = { services: [], environments: [] };
  await db.prisma.channel.create({ data: { id, workspaceId, kind, name, config: {}, sealed, ...lists } });
  return id;
}

async function openIncident(): Promise<string> {
  await db.prisma.incident.updateMany({ data: { state: "resolved" } });
  const id = newId("inc");
  const words = { state: "open", kind: "stuck", severity: "critical", title: "stuck", impact: "" };
  await db.prisma.incident.create({
    data: { id, workspaceId, environmentId, openedAt: new Date(now), ...words },
  });
  return id;
}

const problem = (incidentId: string): Notice => ({
  type: "rollout.stuck",
  tone: "problem",
  severity: "critical",
  sample: false,
  at: now,
  since: now,
  service: "checkout-api",
  environment: "production",
  impact: "Users are not served.",
  summary: "1.42.0 is stuck.",
  version: "1.42.0",
  serving: "1.41.3",
  ...{ actor: null, ciUrl: null, share: null, regions: [], causes: [] },
  ...{ incidentId, deployId: null, monitorId: null },
  threadKey: incidentId,
  links: { primary: `${baseUrl}/incidents/${incidentId}`, incident: null },
});
const recovery = (incidentId: string): Notice => ({
  ...problem(incidentId),
  type: "rollout.recovered",
  tone: "recovery",
  severity: null,
  impact: "Users are served, by 1.42.0.",
});
const put = (notice: Notice) =>
  db.prisma.$transaction((tx) =>
    writeOutbox(
      tx,
      { workspaceId, environmentId, incidentId: notice.incidentId, channelId: null, notice },
      new Date(now),
    ),
  );

/** Lets simulated time pass and waits until all that is due by then is done. */
async function pass(ms: number): Promise<void> {
  now += ms;
  await db.prisma.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
  await waitUntil("all that is due", isIdle, generous);
}

async function isIdle(): Promise<boolean> {
  const { prisma } = db;
  const waiting = await prisma.outbox.count({ where: { fannedOutAt: null } });
  const isTried = { in: ["pending", "failed"] };
  const needsFallback = { isUrgent: true, fellBackAt: null };
  const due = await prisma.delivery.count({
    where: {
      OR: [
        { state: isTried, nextAttemptAt: { lte: new Date(now) } },
        { claimedUntil: { not: null } },
        { ...needsFallback, state: "given_up" },
        { ...needsFallback, state: isTried, firstTriedAt: { lte: new Date(now - minute) } },
      ],
    },
  });
  return waiting + due === 0;
}

const stateOf = async (channelId: string) =>
  (await db.prisma.delivery.findMany({ where: { channelId }, orderBy: { id: "asc" } })).map(
    ({ state }) => state,
  );
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));

describe("Slack is away for ten minutes", () => {
  const faults: { name: string; answer: PeerAnswer }[] = [
    { name: "answering 500", answer: { status: 500 } },
    {
      name: "answering 429 with Retry-After",
      answer: { status: 429, headers: { "retry-after": "45" } },
    },
    { name: "resetting connections", answer: "reset" },
  ];
  it.each(faults)("$name: the truth arrives later, once, and mail is not held up", async ({ answer }) => {
    await addChannel("email", "team");
    const channelId = await addChannel("slack", "ops");
    const incidentId = await openIncident();
    slack.answerWith(answer);
    await put(problem(incidentId));
    await pass(0);
    for (let i = 0; i < 6; i++) await pass(minute);
    expect(mailsTo("team@example.com")).toHaveLength(1);
    await put(recovery(incidentId));
    await pass(0);
    for (let i = 0; i < 4; i++) await pass(minute);
    expect(slack.requests).toHaveLength(12);
    slack.answerWith({ status: 200, body: "ok" });
    await pass(minute);
    expect(slack.requests).toHaveLength(13);
    expect(slack.requests.at(-1)?.text).toMatch(
      /Was stuck \d\d:\d\d–\d\d:\d\d UTC, resolved; delayed 11 min/,
    );
    expect(await stateOf(channelId)).toEqual(["merged", "sent"]);
    expect(mailsTo("team@example.com").map(({ subject }) => subject)).toEqual([
      "[production] checkout-api 1.42.0: stuck",
      "[production] checkout-api 1.42.0: recovered",
    ]);
    expect(smtp.mails).toHaveLength(2);
    await pass(24 * 60 * minute);
    expect([slack.requests.length, smtp.mails.length]).toEqual([13, 2]);
  });

  it("hanging: after a minute the owners have it, and it arrives when Slack is back", async () => {
    const channelId = await addChannel("slack", "ops");
    slack.answerWith("hang");
    await put(problem(await openIncident()));
    await waitUntil("the attempt that hangs", () => slack.requests.length === 1, generous);
    now += minute;
    await db.prisma.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
    const mail = await smtp.waitForMail("the owners' mail", () => true, 60_000);
    expect(mail.to).toEqual(["ana@example.com"]);
    expect(mail.text).toContain("because ops (Slack) did not take it");
    const port = Number(new URL(slack.url).port);
    await slack.close();
    slack = await startHttpPeer({ port });
    await waitUntil(
      "the end of the attempt",
      async () => (await stateOf(channelId)).join() === "failed",
      generous,
    );
    await pass(30_000);
    expect(slack.requests).toHaveLength(1);
    expect(await stateOf(channelId)).toEqual(["sent"]);
  });

  it("gone for good (410): the channel is off, the owners hear of it and of the incident, once each", async () => {
    const channelId = await addChannel("slack", "ops");
    slack.answerWith({ status: 410, body: "channel_is_archived" });
    await put(problem(await openIncident()));
    await put(problem(await openIncident()));
    await pass(0);
    await pass(10 * minute);
    const subjects = mailsTo("ana@example.com").map(({ subject }) => subject);
    expect(subjects.sort()).toEqual([
      "[channels] ops (Slack) was switched off: Slack answered 410 channel_is_archived",
      "[production] checkout-api 1.42.0: stuck",
      "[production] checkout-api 1.42.0: stuck",
    ]);
    expect(await db.prisma.channel.findUniqueOrThrow({ where: { id: channelId } })).toMatchObject({
      enabled: false,
      disabledReason: "Slack answered 410 channel_is_archived",
    });
  });
});

describe("the mail server is away for ten minutes", () => {
  const faults: { name: string; fault: SmtpFault }[] = [
    {
      name: "refusing connections",
      fault: { at: "connect", reply: { code: 421, text: "4.3.2 too busy" } },
    },
    {
      name: "putting mail off",
      fault: { at: "rcpt", reply: { code: 450, text: "4.2.1 later" } },
    },
  ];
  it.each(faults)("$name: the mail arrives later, once", async ({ fault }) => {
    const channelId = await addChannel("email", "team");
    smtp.failWith(fault);
    await put(problem(await openIncident()));
    await pass(0);
    for (let i = 0; i < 10; i++) await pass(minute);
    expect(await db.prisma.delivery.findFirst({ where: { channelId } })).toMatchObject({ attempts: 11 });
    expect(smtp.mails).toEqual([]);
    smtp.failWith(null);
    await pass(30_000);
    const toTeam = mailsTo("team@example.com");
    expect(toTeam.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^\[production\] checkout-api 1\.42\.0: stuck \(told 10 min( 30 s)? late\)$/),
    ]);
    expect(await stateOf(channelId)).toEqual(["sent"]);
  });

  it("dying after it took the message: one more comes, which a mail program knows by its id", async () => {
    await addChannel("email", "team");
    smtp.failWith({ at: "data", reply: "drop" });
    await put(problem(await openIncident()));
    await pass(0);
    smtp.failWith(null);
    await pass(30_000);
    const ids = mailsTo("team@example.com").map(({ headers }) => headers["message-id"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe("a notifier that dies between the receiver's yes and our record", () => {
  it("leaves one duplicate with the same Message-ID, in the same thread, and nothing lost", async () => {
    await worker.stop();
    const notifier = { db, log, sealer, baseUrl, now: () => new Date(now) };
    await addChannel("email", "team");
    await put(problem(await openIncident()));
    await fanOutOutbox(notifier);
    const [dead] = await claimDeliveries(notifier, { limit: 1, slowLimit: 0, claimMs: 120_000 });
    if (dead === undefined) throw new Error("Nothing was due.");
    await senders().email.send(dead);
    worker = await startNotifier();
    now += 120_001;
    await pass(0);
    await pass(24 * 60 * minute);
    const [first, second, ...more] = mailsTo("team@example.com").map(({ headers }) => headers);
    expect(second?.["message-id"]).toBe(first?.["message-id"]);
    expect([second?.references, more]).toEqual([first?.references, []]);
  });
});
