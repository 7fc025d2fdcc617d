import type { Notice } from "@rollcall/domain/notice";
import { writeOutbox } from "@rollcall/services/delivery";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunningWorker } from "../src/index.ts";
import { openWorkerRoom, type WorkerRoom } from "./worker-room.ts";

let room: WorkerRoom;
let workspaceId: string;
let worker: RunningWorker;
let now = Date.now();

beforeAll(async () => {
  room = await openWorkerRoom();
  ({ workspaceId } = await room.addWorkspace());
  await room.addChannels(workspaceId);
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.db.prisma.outbox.deleteMany();
  room.slack.requests.length = 0;
  room.smtp.mails.length = 0;
  worker = await startNotifier();
});
afterEach(() => worker.stop());

const startNotifier = () => room.start({ roles: ["notifier"], now: () => new Date(now) });

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
  room.db.prisma.$transaction((tx) =>
    writeOutbox(
      tx,
      { workspaceId, environmentId: null, incidentId: null, channelId: null, notice: stuck },
      new Date(now),
    ),
  );
const states = async () =>
  (await room.db.prisma.delivery.findMany()).map((delivery) => delivery.state).sort();

describe("the notifier", () => {
  it("brings a notice to a mail server and a webhook, once each", async () => {
    await put();
    const mail = await room.smtp.waitForMail("the alert", () => true);
    const post = await room.slack.waitForRequest("the alert", () => true);
    expect(mail.to).toEqual(["team@example.com"]);
    expect(mail.raw).toContain("1.42.0");
    expect(post.text).toContain("1.42.0 has not appeared");
    await waitUntil("both to be settled", async () => (await states()).join() === "sent,sent");
    await waitUntil("a turn of every loop", () => worker.roles.every((role) => role.lastDoneAt() >= post.at));
    expect([room.smtp.mails.length, room.slack.requests.length]).toEqual([1, 1]);
  });

  it("brings it later, once, where the receiver was away, and is not held up by it elsewhere", async () => {
    room.slack.answerWith({ status: 503 });
    await put();
    await room.smtp.waitForMail("the mail, although Slack is away", () => true);
    await waitUntil("a failed attempt", async () => (await states()).join() === "failed,sent");
    room.slack.answerWith({ status: 200, body: "ok" });
    now += 60_000;
    await waitUntil("the second attempt", async () => (await states()).join() === "sent,sent");
    expect([room.smtp.mails.length, room.slack.requests.length]).toEqual([1, 2]);
  });

  it("neither forgets nor repeats what was under way when it was restarted", async () => {
    room.slack.answerWith({ status: 503 });
    await put();
    await waitUntil("a failed attempt", async () => (await states()).join() === "failed,sent");
    await worker.stop();
    room.slack.answerWith({ status: 200, body: "ok" });
    now += 60_000;
    worker = await startNotifier();
    await waitUntil("the rest", async () => (await states()).join() === "sent,sent");
    expect([room.smtp.mails.length, room.slack.requests.length]).toEqual([1, 2]);
  });

  it("lets two notifiers share the work without telling anybody twice", async () => {
    const second = await startNotifier();
    for (let i = 0; i < 10; i++) await put();
    await waitUntil("all of it", async () => (await states()).filter((s) => s === "sent").length === 20);
    await second.stop();
    expect([room.smtp.mails.length, room.slack.requests.length]).toEqual([10, 10]);
  });
});
