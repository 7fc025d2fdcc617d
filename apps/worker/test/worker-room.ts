import { newId, openDatabase } from "@rollcall/db";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer, regionKey } from "@rollcall/runtime";
import { Fleet } from "@rollcall/testing/fleet";
import { startHttpPeer } from "@rollcall/testing/http-peer";
import { startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase } from "@rollcall/testing/test-database";
import type { TestQueueStore } from "@rollcall/testing/test-queue";
import { type RunningWorker, startWorker, type WorkerDeps } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const baseUrl = "https://rollcall.test";

export type WorkerRoom = Awaited<ReturnType<typeof openWorkerRoom>>;

/** All that workers need, a fleet for them to probe, and receivers of what they tell. The queue may have its own store. */
export async function openWorkerRoom(store?: TestQueueStore) {
  const [log, metrics] = [createLogger({ name: "test", level: "silent" }), createMetrics()];
  const guard = createGuard("127.0.0.0/8");
  const sealer = createSealer(secret);
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url });
  const queue = await openQueue(store?.target ?? { databaseUrl: database.url }, {
    log,
    ...(store && { namespace: store.namespace }),
  });
  const [smtp, slack] = await Promise.all([startSmtpPeer(), startHttpPeer()]);
  const fleet = new Fleet();
  const senders = createSenders({ smtpUrl: smtp.url, mailFrom: "Rollcall <rollcall@example.com>", guard });
  const core = { queue, db, secret, regionKey: null, guard, senders, baseUrl, log, metrics };
  const workers: RunningWorker[] = [];

  async function start(deps: Pick<WorkerDeps, "roles"> & Partial<WorkerDeps>): Promise<RunningWorker> {
    const worker = await startWorker({ ...core, regions: [], ...deps });
    workers.push(worker);
    return worker;
  }

  return {
    ...{ db, queue, smtp, slack, fleet, metrics, start },
    /** With the region's key alone: no secret, no database. */
    startProber: (region: string) =>
      start({
        ...{ roles: ["prober"], regions: [region], regionKey: regionKey(secret, region) },
        ...{ db: null, secret: null, senders: null },
      }),
    /** A workspace, as its owner acts in it. */
    async addWorkspace() {
      const workspaceId = newId("ws");
      await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
      const actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" } as const;
      return { workspaceId, actor, db, now: () => new Date(), baseUrl, sealer, guard };
    },
    /** Channels to the mail server and to the webhook. */
    async addChannels(workspaceId: string, liveNotices = false) {
      const configs = { email: { to: ["team@example.com"] }, slack: { webhookUrl: `${slack.url}/hook` } };
      for (const [kind, config] of Object.entries(configs)) {
        const id = newId("chn");
        const sealed = sealer.seal(JSON.stringify(config), `channel:${id}`);
        const routing = { services: [], environments: [], liveNotices };
        await db.prisma.channel.create({
          data: { id, workspaceId, kind, name: kind, config: {}, sealed, ...routing },
        });
      }
    },
    async close() {
      for (const worker of workers.toReversed()) await worker.stop();
      await queue.close();
      await db.close();
      await Promise.all([fleet.close(), smtp.close(), slack.close(), database.drop()]);
    },
  };
}
export type WorkerContext = Awaited<ReturnType<WorkerRoom["addWorkspace"]>>;
