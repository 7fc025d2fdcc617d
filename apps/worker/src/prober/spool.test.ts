import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, createMetrics, regionKey, sealerFromRegionKey } from "@rollcall/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSpool } from "./spool.ts";
import { openSpoolFolder, type Report } from "./spool-folder.ts";

const log = createLogger({ name: "test", level: "silent" });
const secret = "a secret that is long enough for tests";
const region = "eu-west";
const quoted = "the page says: hunter2";
const usual = { bytesMax: 1_000_000, ageMsMax: 60_000 };

let dir: string;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), "rollcall-spool-")), region);
});
afterEach(() => rm(join(dir, ".."), { recursive: true }));

function makeReport(reportId: string): Report {
  const timings = { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 2, transferMs: 1 };
  const observation = {
    ...{ workspaceId: "ws_1", environmentId: "env_1", monitorId: "mon_1", region, configVersion: 1 },
    ...{
      scheduledAt: 1,
      seq: 0,
      variant: "plain" as const,
      startedAt: 2,
      finishedAt: 6,
      timings,
      totalMs: 4,
    },
    ...{
      remoteAddress: "203.0.113.7",
      outcome: { kind: "answered" as const, status: 200, body: "read" as const },
    },
    ...{ version: null, instance: null, cache: {}, failedAssertions: [quoted], tlsDaysLeft: null },
  };
  return {
    reportId,
    region,
    workerId: "w",
    sentAt: 7,
    observations: [observation, { ...observation, seq: 1 }],
  };
}

const folderOf = (key = region) => openSpoolFolder(dir, region, sealerFromRegionKey(regionKey(secret, key)));

/** A queue that can be away, and has others' reports waiting. */
function openStage() {
  const taken: Report[] = [];
  const queue = {
    isAway: true,
    waiting: 0,
    async depth() {
      if (queue.isAway) throw new Error("away");
      return { waiting: queue.waiting, active: 0 };
    },
    async enqueue(_queue: string, _name: string, report: unknown) {
      if (queue.isAway) throw new Error("away");
      taken.push(report as Report);
    },
  };
  const metrics = createMetrics();
  const open = (limits = usual, folder = folderOf()) =>
    openSpool({ folder, limits, queue, region, metrics, log });
  const counted = async (result: string) =>
    (await metrics.spooled.get()).values.find(({ labels }) => labels.result === result)?.value ?? 0;
  const unreadable = async () => (await metrics.spoolUnreadable.get()).values[0]?.value ?? 0;
  return { queue, taken, open, counted, unreadable, ids: () => taken.map(({ reportId }) => reportId) };
}

describe("the spool", () => {
  it("hands over in order what a killed program kept, once, when the queue is back", async () => {
    const stage = openStage();
    const killed = await stage.open();
    expect(await killed.keep([makeReport("a"), makeReport("b")])).toEqual([]);
    expect(await killed.keep([makeReport("c")])).toEqual([]);
    const spool = await stage.open();
    await spool.deliver();
    expect(stage.taken).toEqual([]);
    stage.queue.isAway = false;
    await spool.deliver();
    await spool.deliver();
    expect(stage.taken).toEqual([makeReport("a"), makeReport("b"), makeReport("c")]);
    expect(await readdir(dir)).toEqual([]);
    expect(await stage.counted("delivered")).toBe(6);
  });

  it("keeps to itself what answers say, for its user alone", async () => {
    await (await openStage().open()).keep([makeReport("a")]);
    const [name = ""] = await readdir(dir);
    expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    const bytes = await readFile(join(dir, name));
    expect(bytes.includes("hunter2")).toBe(false);
    expect(bytes.includes("203.0.113.7")).toBe(false);
  });

  it("lets the oldest go where there is no room, and counts them", async () => {
    const stage = openStage();
    const spool = await stage.open({ ...usual, bytesMax: 2 * 4096 });
    for (const id of ["a", "b", "c", "d"]) await spool.keep([makeReport(id)]);
    stage.queue.isAway = false;
    await spool.deliver();
    expect(stage.ids()).toEqual(["c", "d"]);
    expect(await stage.counted("dropped")).toBe(4);
  });

  it("lets go what is too old, also of an earlier program", async () => {
    const stage = openStage();
    await (await stage.open()).keep([makeReport("a")]);
    stage.queue.isAway = false;
    await (await stage.open({ ...usual, ageMsMax: -1 })).deliver();
    expect(stage.taken).toEqual([]);
    expect(await stage.counted("dropped")).toBe(2);
  });

  it.each([
    { name: "torn", spoil: (file: string) => truncate(file, 100) },
    { name: "empty after a power cut", spoil: (file: string) => truncate(file, 0) },
    { name: "changed", spoil: (file: string) => writeFile(file, "s1.00000000.AAAA") },
  ])("leaves out a file that is $name, counts it, and goes on", async ({ spoil }) => {
    const stage = openStage();
    await (await stage.open()).keep([makeReport("a")]);
    const [name = ""] = await readdir(dir);
    await spoil(join(dir, name));
    const spool = await stage.open();
    await spool.keep([makeReport("b")]);
    stage.queue.isAway = false;
    await spool.deliver();
    expect(stage.ids()).toEqual(["b"]);
    expect(await stage.unreadable()).toBe(1);
    expect(await readdir(dir)).toEqual([]);
  });

  it("leaves out what a killed program had half written, and what belongs to another region's key", async () => {
    const stage = openStage();
    await (await stage.open(usual, folderOf("us-east"))).keep([makeReport("a")]);
    const [name = ""] = await readdir(dir);
    await writeFile(join(dir, `${name}.part`), "s1.");
    await writeFile(join(dir, "notes.txt"), "not ours");
    stage.queue.isAway = false;
    await (await stage.open()).deliver();
    expect(stage.taken).toEqual([]);
    expect(await stage.unreadable()).toBe(2);
    expect(await readdir(dir)).toEqual(["notes.txt"]);
  });

  it("gives back what the disk does not take", async () => {
    await writeFile(dir, "a file where the folder should be");
    const spool = await openStage().open();
    expect(await spool.keep([makeReport("a"), makeReport("b")])).toEqual([makeReport("a"), makeReport("b")]);
    await rm(dir);
    expect(await spool.keep([makeReport("a")])).toEqual([]);
  });

  it("waits while the judge has enough to do with what is new", async () => {
    const stage = openStage();
    const spool = await stage.open();
    await spool.keep([makeReport("a")]);
    stage.queue.isAway = false;
    stage.queue.waiting = 1_000;
    await spool.deliver();
    expect(stage.taken).toEqual([]);
    stage.queue.waiting = 0;
    await spool.deliver();
    expect(stage.ids()).toEqual(["a"]);
  });
});
