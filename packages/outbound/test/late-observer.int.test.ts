import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuard, type LoopClock, outboundRequest, startLoopClock } from "../src/index.ts";

/** A server in a thread of its own answers while this one is blocked: `/` after 50 ms, `/hang` never. */
const program = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => {
    if (request.url === "/") setTimeout(() => response.end("here"), 50);
  });
  server.listen(0, "127.0.0.1", () => require("node:worker_threads").parentPort.postMessage(server.address().port));`;

let server: Worker;
let url: string;
let clock: LoopClock;
beforeAll(async () => {
  server = new Worker(program, { eval: true });
  const [port] = (await once(server, "message")) as [number];
  url = `http://127.0.0.1:${port}`;
  clock = startLoopClock();
});
afterAll(async () => {
  clock.stop();
  await server.terminate();
});

/** Keeps the event loop from turning, as a long computation or a starved machine does. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
/** Behind the sockets' turn, so that timers come before them in the next one. */
function blockSoon(ms: number): void {
  setTimeout(() => setImmediate(() => block(ms)), 30);
}

function ask(path: string, timeoutMs: number, by: Pick<LoopClock, "deafMs"> | undefined) {
  const request = {
    url: url + path,
    method: "GET" as const,
    headers: {},
    body: null,
    timeoutMs,
    followRedirects: 0,
  };
  return outboundRequest(request, { guard: createGuard("127.0.0.0/8"), ...(by ? { clock: by } : {}) });
}

describe("a request of a program that was busy itself", () => {
  it("reads the answer that came in time, although its own deadline has passed", async () => {
    const asked = ask("/", 300, clock);
    blockSoon(600);
    const { outcome, observerDelayMs, totalMs } = await asked;
    expect(outcome).toMatchObject({ kind: "answered", status: 200 });
    expect(observerDelayMs).toBeGreaterThan(500);
    expect(totalMs).toBeGreaterThanOrEqual(observerDelayMs);
  });

  it("would have called it a timeout without a clock", async () => {
    const asked = ask("/", 300, undefined);
    blockSoon(600);
    expect(await asked).toMatchObject({ outcome: { kind: "timeout" }, observerDelayMs: 0 });
  });

  it("still calls a target that hangs a timeout, once that has had all its time", async () => {
    const asked = ask("/hang", 300, clock);
    blockSoon(200);
    const { outcome, observerDelayMs, totalMs } = await asked;
    expect(outcome).toEqual({ kind: "timeout", phase: "first_byte" });
    expect(totalMs - observerDelayMs).toBeGreaterThanOrEqual(270);
  });

  it("accuses nobody while it hardly listens at all, and gives up in the end", async () => {
    const busy = setInterval(() => block(90), 1);
    const { outcome, totalMs } = await ask("/hang", 400, clock);
    clearInterval(busy);
    expect(outcome).toEqual({ kind: "observer_offline" });
    expect(totalMs).toBeLessThan(20_000);
  });

  it("accuses nobody whose name it had no time to look up", async () => {
    const never = () => new Promise<string[]>(() => {});
    const request = { method: "GET", headers: {}, body: null, timeoutMs: 50, followRedirects: 0 } as const;
    const outcomeOf = async (isWaiting: boolean) => {
      const resolve = Object.assign(never, { isWaiting: () => isWaiting });
      const guard = createGuard("");
      return (await outboundRequest({ ...request, url: "http://example.com/" }, { guard, resolve })).outcome;
    };
    expect(await outcomeOf(true)).toEqual({ kind: "observer_offline" });
    expect(await outcomeOf(false)).toEqual({ kind: "timeout", phase: "dns" });
  });
});
