/** A workspace of its own in a database of its own, with a clock that only the test moves. */
import { type Database, newId, openDatabase } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import type { Observation } from "@rollcall/domain/observation";
import { createLogger, createSealer } from "@rollcall/runtime";
import { createTestDatabase } from "@rollcall/testing/test-database";
import type { Actor, ServiceContext } from "../src/context.ts";
import {
  isQuiet,
  type JudgeDeps,
  judgeDue,
  type RecordResult,
  type ReportPart,
  receiveReport,
  recordObservations,
  restAnswers,
} from "../src/ingest/index.ts";
import { type PlannedProbe, planTick } from "../src/scheduling/plan-tick.ts";
import { createScheduleCache } from "../src/scheduling/schedule-cache.ts";
import { ensureEnvironment } from "../src/services/ensure-environment.ts";

export const baseUrl = "https://rollcall.test";

const owner: Actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" };

/** What pods answer: the version before, the announced one, and one that is down. */
export const old = () => ({ says: "1.0.0" });
export const fresh = () => ({ says: "2.0.0" });
export const broken = () => ({ says: null, status: 503 });

export type World = Awaited<ReturnType<typeof openWorld>>;

/** What an answer may differ in from a good one by the expected version. */
export type Answer = Partial<Observation> & { monitorId: string; says?: string | null; status?: number };

/**
 * Opens a world at a fixed time; `close` drops its database. With `rests` answers rest where they may, of monitors that
 * have been judged before; else each is judged at once.
 */
export async function openWorld(startAt = Date.UTC(2026, 10, 22, 9), { rests = false } = {}) {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url });
  let now = startAt;
  const clock = () => new Date(now);
  const workspaceId = newId("ws");
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
  const judge: JudgeDeps = { db, now: clock, baseUrl };
  // When a monitor is asked follows from its id: the same in every run, so that no test passes or fails by luck.
  let monitors = 0;
  const nextMonitorId = () => `mon_${String(++monitors).padStart(32, "0")}`;

  const schedules = createScheduleCache({
    db,
    sealer: createSealer("a secret that is long enough for tests"),
    log: createLogger({ name: "test", level: "silent" }),
    ownRegions: ["eu", "us"],
  });

  const context = (actor: Actor = owner, inWorkspace = workspaceId): ServiceContext => ({
    workspaceId: inWorkspace,
    actor,
    db,
    now: clock,
    baseUrl,
  });

  /** Reports answers as a prober does, all of one region, and judges each environment's part. */
  async function report(answers: Answer[], sentAt = now): Promise<RecordResult[]> {
    const observations = answers.map((answer) => toObservation(answer, workspaceId, now));
    const region = observations[0]?.region ?? "eu";
    const sent = { reportId: newId("rep"), region, workerId: "w", sentAt, observations };
    const results: RecordResult[] = [];
    for (const part of await receiveReport(judge, sent))
      if (!rests || !(await rest(judge, part))) results.push(await recordObservations(judge, part));
    return results;
  }

  /**
   * Lets seconds pass as they do in the product: what the scheduler plans is answered at once by `answer` (`null`
   * for a probe that is lost), reported region by region, and the judge sweeps now and then and at the end.
   */
  async function pass(seconds: number, answer: (probe: PlannedProbe) => Omit<Answer, "monitorId"> | null) {
    let { schedule } = await schedules.refresh(clock());
    for (let i = 1; i <= seconds; i++) {
      now += 1000;
      const answers = planTick({ ...schedule, burstProbesMax: 600 }, now).probes.flatMap((probe) => {
        const said = answer(probe);
        return said === null ? [] : [{ ...probeKey(probe), ...said }];
      });
      for (const region of new Set(answers.map((said) => said.region)))
        await report(answers.filter((said) => said.region === region));
      if (answers.length > 0) ({ schedule } = await schedules.refresh(clock()));
      if (i % 5 === 0 || i === seconds) await judgeDue(judge);
    }
  }

  return {
    db,
    report,
    /** One answer as the judge gets it. */
    part: (answer: Answer & { environmentId: string }): ReportPart => ({
      workspaceId,
      environmentId: answer.environmentId,
      observations: [toObservation(answer, workspaceId, now)],
    }),
    pass,
    url: database.url,
    workspaceId,
    judge,
    context,
    addMonitor: (more: MonitorWish = {}) =>
      addMonitor(db, workspaceId, { id: nextMonitorId(), ...more }, clock()),
    now: () => now,
    clock,
    advance(ms: number) {
      now += ms;
    },
    token: (
      scope: "deploy" | "read" | "full",
      limits: { services?: string[]; environments?: string[] } = {},
    ) =>
      context({
        kind: "token",
        tokenId: "tok_1",
        name: "ci",
        scope,
        services: limits.services ?? [],
        environments: limits.environments ?? [],
      }),
    member: (role: "owner" | "admin" | "member" | "viewer") =>
      context({ kind: "user", userId: "usr_bo", name: "Bo", role }),
    /** The same person in another workspace. */
    stranger: () => context(owner, newId("ws")),
    addChannel: (more: ChannelWish = {}) => addChannel(db, workspaceId, more),
    sweep: () => judgeDue(judge),
    incidents: () => db.prisma.incident.findMany({ orderBy: { openedAt: "asc" } }),
    notices: () => readNotices(db),
    noticeTypes: async () => (await readNotices(db)).map((notice) => notice.type),
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

/** False for what is to be judged. */
async function rest(judge: JudgeDeps, part: ReportPart): Promise<boolean> {
  const monitorId = { in: part.observations.map((observation) => observation.monitorId) };
  const isJudged = (await judge.db.prisma.monitorHealth.count({ where: { monitorId } })) > 0;
  const [rested = null] = isQuiet(part) && isJudged ? await restAnswers(judge, [part]) : [];
  return rested !== null;
}

/** In the order of their transactions; those of one transaction by type. */
async function readNotices(db: Database): Promise<Notice[]> {
  const rows = await db.prisma.outbox.findMany();
  return rows.map((row) => row.notice as Notice).sort((a, b) => a.at - b.at || a.type.localeCompare(b.type));
}

type MonitorWish = {
  service?: string;
  environment?: string;
  regions?: string[];
  version?: object | null;
  url?: string;
  origin?: string;
  intervalSeconds?: number;
};

async function addMonitor(db: Database, workspaceId: string, wish: MonitorWish & { id: string }, now: Date) {
  const { id, service = "checkout-api", environment = "production", regions = ["eu"], version } = wish;
  return db.prisma.$transaction(async (tx) => {
    const place = await ensureEnvironment(tx, workspaceId, service, environment);
    await tx.monitor.create({
      data: {
        id,
        workspaceId,
        environmentId: place.id,
        name: `${service} health`,
        url: wish.url ?? "http://127.0.0.1:9/",
        origin: wish.origin,
        method: "GET",
        intervalSeconds: wish.intervalSeconds ?? 10,
        timeoutMs: 1000,
        regions,
        version: version === null ? undefined : (version ?? { from: "header", name: "x-version" }),
        verifiesDeploys: version !== null,
        assertions: [{ on: "status", op: "between", value: "200-399" }],
        updatedAt: now,
      },
    });
    return { id, environmentId: place.id };
  });
}

type ChannelWish = { kind?: string; liveNotices?: boolean; minSeverity?: string };

async function addChannel(db: Database, workspaceId: string, wish: ChannelWish): Promise<string> {
  const id = newId("chn");
  const { kind = "slack", liveNotices = false, minSeverity = "warning" } = wish;
  const common = { id, workspaceId, kind, name: "ops", config: {}, sealed: "" };
  await db.prisma.channel.create({
    data: { ...common, liveNotices, minSeverity, services: [], environments: [] },
  });
  return id;
}

function probeKey({ monitor, region, scheduledAt, seq, variant }: PlannedProbe) {
  const { id: monitorId, environmentId, configVersion } = monitor;
  return { monitorId, environmentId, configVersion, region, scheduledAt, seq, variant };
}

function toObservation(answer: Answer, workspaceId: string, now: number): Observation {
  const { says = "2.0.0", status = 200, monitorId, environmentId = "", ...more } = answer;
  return {
    workspaceId,
    environmentId,
    monitorId,
    region: "eu",
    scheduledAt: now,
    seq: 0,
    variant: "plain",
    configVersion: 1,
    startedAt: now,
    finishedAt: now + 20,
    timings: { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 10, transferMs: 1 },
    totalMs: 20,
    remoteAddress: "203.0.113.7",
    outcome: { kind: "answered", status, body: "read" },
    version: says === null ? null : { value: says, reader: { from: "header", name: "x-version" } },
    instance: null,
    cache: {},
    failedAssertions: status < 400 ? [] : ["status is between 200 and 399"],
    tlsDaysLeft: null,
    ...more,
  };
}
