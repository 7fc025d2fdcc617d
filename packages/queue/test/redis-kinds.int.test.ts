/** The kinds of Redis that hosts offer beside the plain one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createLogger } from "@rollcall/runtime";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { findRedis, type RedisServer, startRedis } from "@rollcall/testing/redis-server";
import { waitUntil } from "@rollcall/testing/wait-until";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueue, urgentQueueName } from "../src/index.ts";

const command = findRedis();
const log = createLogger({ name: "test", level: "silent" });
const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const beat = { region: "eu-west", workerId: "w", version: "1.0.0", startedAt: 1, sentAt: 2 };

describe.skipIf(command === null)("a Redis that is a cluster", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis(command ?? "", ["--cluster-enabled", "yes"]);
    const redis = new Redis(server.url);
    await redis.cluster("ADDSLOTSRANGE", 0, 16_383);
    await waitUntil("the cluster", async () => String(await redis.cluster("INFO")).includes("state:ok"));
    await redis.quit();
  });
  afterAll(() => server.close());

  it("carries jobs of every queue when the prefix is in braces: all keys lie in one slot", async () => {
    const queue = await openQueue({ redisUrl: server.url }, { log, namespace: "{rollcall}" });
    const seen: string[] = [];
    const handlers = {
      "region.heartbeat": async ({ workerId }: typeof beat, { attempt }: { attempt: number }) =>
        void seen.push(`${workerId} ${attempt}`),
      "observations.report": async ({ reportId }: { reportId: string }, { attempt }: { attempt: number }) => {
        seen.push(`${reportId} ${attempt}`);
        if (attempt === 1) throw new Error("not yet");
      },
    };
    await queue.work(urgentQueueName, handlers, { concurrency: 2 });
    await queue.enqueue(urgentQueueName, "region.heartbeat", beat, { jobId: "a" });
    const report = { reportId: "r", region: "eu-west", workerId: "w", sentAt: 1, observations: [] };
    await queue.enqueue(urgentQueueName, "observations.report", report, { jobId: "r" });
    await waitUntil("both, and the second attempt", () => seen.length === 3);
    expect(seen.sort()).toEqual(["r 1", "r 2", "w 1"]);
    await waitUntil("their end", async () => (await queue.depth(urgentQueueName)).active === 0);
    expect(await queue.waitingSince(urgentQueueName)).toBeNull();
    await queue.close();
  });

  it("refuses keys of several slots, as they are without braces", async () => {
    const queue = await openQueue({ redisUrl: server.url }, { log, namespace: "rollcall" });
    await expect(queue.enqueue(urgentQueueName, "region.heartbeat", beat)).rejects.toThrow(/slot/);
    await queue.close();
  });
});

describe.skipIf(command === null)("a Redis that speaks TLS, with a certificate authority of its own", () => {
  const certificate = pathTo("../../outbound/test/fixtures/localhost-cert.pem");
  let server: RedisServer;
  let redisUrl: string;
  beforeAll(async () => {
    const port = await findFreePort();
    redisUrl = `rediss://127.0.0.1:${port}`;
    const key = pathTo("../../outbound/test/fixtures/localhost-key.pem");
    const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate];
    const tls = ["--tls-port", String(port), "--tls-auth-clients", "no", ...files];
    server = await startRedis(command ?? "", tls);
  });
  afterAll(() => server.close());

  it("is used by a program that was told of the authority", async () => {
    const plain = await openQueue({ redisUrl: server.url }, { log });
    await plain.enqueue(urgentQueueName, "region.heartbeat", beat);
    const settings = { target: { redisUrl }, namespace: "rollcall", queueName: urgentQueueName };
    const child = spawn(
      process.execPath,
      ["--import", "tsx", pathTo("hanging-worker.ts"), JSON.stringify(settings)],
      {
        env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [said] = await once(child.stdout, "data");
    child.kill("SIGKILL");
    expect(String(said)).toBe("working\n");
    await plain.close();
  });

  it("is refused by one that was not", async () => {
    await expect(openQueue({ redisUrl }, { log })).rejects.toThrow("Redis cannot be reached");
  });
});
