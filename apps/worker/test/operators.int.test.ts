/** Those who run the instance hear of its troubles: a real mail server and webhook, database and queue; the clock is ours. */
import { openDatabase } from "@rollcall/db";
import { coreRoles } from "@rollcall/domain/instance";
import { createOperatorMedia } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import { createLogger } from "@rollcall/runtime";
import { createWatch, type InstanceWatch, readInstance, recordRoles } from "@rollcall/services/instance";
import { acquireLease } from "@rollcall/services/scheduling";
import { startHttpPeer } from "@rollcall/testing/http-peer";
import { startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase, onServer, withDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const log = createLogger({ name: "test", level: "silent" });

async function openRoom() {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url });
  const queue = await openQueue({ databaseUrl: database.url }, { log });
  const [smtp, webhook] = await Promise.all([startSmtpPeer(), startHttpPeer()]);
  let atMs = Date.now();
  const now = () => new Date(atMs);
  const deps = { db, queue, now };
  const targets = { email: ["ops@example.com"], webhookUrl: `${webhook.url}/hook/secret` };
  const way = {
    smtpUrl: smtp.url,
    mailFrom: "Rollcall <rollcall@example.com>",
    guard: createGuard("127.0.0.0/8"),
  };
  await acquireLease(db, "scheduler", "w1", 3_600_000);
  const watches: InstanceWatch[] = [];

  const texts = () => webhook.requests.map(({ json }) => (json as { text: string }).text.split("\n")[0]);
  const subjects = () => smtp.mails.map(({ subject }) => subject);
  return {
    ...{ db, database, smtp, webhook, texts, subjects },
    /** One program's watch. */
    open(holder: string) {
      const media = createOperatorMedia(targets, way);
      const watch = createWatch({ ...deps, holder, media, baseUrl: "https://rollcall.test", log });
      watches.push(watch);
      return watch;
    },
    /** Lets time pass in so many turns, in which only these roles beat. */
    async pass(
      watch: InstanceWatch,
      turns: number,
      roles: readonly (typeof coreRoles)[number][] = coreRoles,
      turnMs = 30_000,
    ) {
      for (let turn = 0; turn < turns; turn++) {
        atMs += turnMs;
        const beats = roles.map((role) => ({ role, idleMs: 400 }));
        await recordRoles(deps, { workerId: "w1", version: "1", startedAt: now(), roles: beats }).catch(
          () => {},
        );
        await watch.turn();
      }
    },
    /** As if its program were gone. */
    kill: () => db.prisma.lease.deleteMany({ where: { name: "watch" } }),
    told: (subject: string) =>
      waitUntil(subject, () => texts().includes(subject) && subjects().includes(subject)),
    faults: async () => (await readInstance(deps)).faults.map(({ code }) => code),
    async close() {
      await Promise.all(watches.map((watch) => watch.stop()));
      await queue.close();
      await db.close();
      await Promise.all([smtp.close(), webhook.close(), database.drop()]);
    },
  };
}

const withoutJudge = coreRoles.filter((role) => role !== "judge");
const trouble = "[rollcall] Trouble: no judge at work";
const over = "[rollcall] Over: no judge at work";

describe("those who run the instance", () => {
  let room: Awaited<ReturnType<typeof openRoom>>;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  it("are told once by mail and webhook, whichever program watches, and once when it is over", async () => {
    const worker = room.open("worker");
    const web = room.open("web");
    await room.pass(worker, 1);
    await room.pass(worker, 3, withoutJudge);
    await room.told(trouble);
    await room.pass(web, 1, withoutJudge);
    await room.kill();
    await room.pass(web, 2, withoutJudge);
    await room.pass(worker, 1, withoutJudge);
    await room.pass(web, 2, coreRoles, 130_000);
    await room.told(over);
    await Promise.all([web.stop(), worker.stop()]);
    expect(room.texts()).toEqual([trouble, over]);
    expect(room.subjects()).toEqual([trouble, over]);
    const [mail] = room.smtp.mails;
    expect(mail).toMatchObject({ to: ["ops@example.com"], text: expect.stringContaining("ROLLCALL_ROLES") });
    expect(mail?.text).toContain("https://rollcall.test/regions");
  });

  it("are told by the other way while one fails, and there later; when both fail, the heartbeat is withheld", async () => {
    const watch = room.open("worker");
    room.smtp.failWith({ at: "data", reply: { code: 451, text: "4.3.0 not now" } });
    await room.pass(watch, 3, withoutJudge);
    await waitUntil("the webhook", () => room.texts().length === 1);
    room.webhook.answerWith({ status: 500 });
    const withoutTwo = withoutJudge.filter((role) => role !== "notifier");
    await room.pass(watch, 3, withoutTwo);
    await waitUntil("both refusals", async () => {
      await room.pass(watch, 1, withoutTwo);
      return (await room.db.prisma.instanceWatch.findFirst())?.unreachedSince ?? false;
    });
    await room.pass(watch, 1, withoutTwo, 315_000);
    expect(await room.faults()).toContain("operators_unreached");
    room.smtp.failWith(null);
    room.webhook.answerWith({ status: 200 });
    await waitUntil("the mail", async () => {
      await room.pass(watch, 1, withoutTwo);
      return room.subjects().includes("[rollcall] Trouble: no judge at work and no notifier at work");
    });
    await waitUntil("the end of it", async () => !(await room.faults()).includes("operators_unreached"));
    expect(room.texts().at(-1)).toBe("[rollcall] Trouble: no notifier at work");
    expect(room.subjects()).toHaveLength(1);
  });

  it("are told by the watch that led when the database is away, and when it is back", async () => {
    const watch = room.open("worker");
    await room.pass(watch, 1);
    const allow = (isAllowed: boolean) =>
      onServer(withDatabase(room.database.url, "postgres"), async (client) => {
        const name = new URL(room.database.url).pathname.slice(1);
        await client.query(`alter database ${name} allow_connections ${isAllowed}`);
        if (!isAllowed)
          await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
            name,
          ]);
      });
    await allow(false);
    await room.pass(watch, 3);
    await room.told("[rollcall] Trouble: database away");
    await allow(true);
    await room.pass(watch, 2, coreRoles, 130_000);
    await room.told("[rollcall] Over: database away");
    expect(room.texts()).toHaveLength(2);
  });
});
