import { once } from "node:events";
import http from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../wait-until.ts";
import { get, versionsOf } from "./ask-fleet.ts";
import { regionHeader } from "./entry.ts";
import { type CreateServiceOptions, Fleet, type FleetOptions } from "./fleet.ts";

let fleet: Fleet;
afterEach(() => fleet.close());
async function serve(service: Omit<CreateServiceOptions, "name"> = {}, options: FleetOptions = {}) {
  fleet = new Fleet(options);
  return fleet.createService({ name: "web", behaviour: { version: "1" }, ...service });
}

describe("balancing", () => {
  it("chooses a pod for each connection and spreads connections over all of them", async () => {
    const web = await serve({ pods: 4 });
    const pods = [];
    for (let i = 0; i < 8; i += 1) pods.push((await get(web.url())).pod);
    expect(new Set(pods).size).toBe(4);
    expect(web.pods().map((pod) => pod.connectionsTaken)).toEqual([2, 2, 2, 2]);
  });

  it("stays with one pod for all requests of a connection", async () => {
    const web = await serve({ pods: 4 });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const pods = [];
    for (let i = 0; i < 8; i += 1) pods.push((await get(web.url(), { agent })).pod);
    agent.destroy();
    expect(new Set(pods).size).toBe(1);
    expect(web.pods().map((pod) => pod.connectionsTaken)).toEqual([1, 0, 0, 0]);
  });

  it("sends a source address always to the same pod when sticky", async () => {
    const web = await serve({ pods: 4, balance: "source_address" });
    const podsOf = async (localAddress: string) => {
      const pods = [];
      for (let i = 0; i < 6; i += 1) pods.push((await get(web.url(), { localAddress })).pod);
      return new Set(pods);
    };
    const bySource = await Promise.all([podsOf("127.0.0.1"), podsOf("127.0.0.2"), podsOf("127.0.0.3")]);
    expect(bySource.map((pods) => pods.size)).toEqual([1, 1, 1]);
  });

  it("chooses only among ready pods", async () => {
    const web = await serve({ pods: 3 });
    web.changePods({ slots: [0, 2] }, { ready: false });
    const pods = [];
    for (let i = 0; i < 4; i += 1) pods.push((await get(web.url())).pod);
    expect(new Set(pods)).toEqual(new Set([web.pods()[1]?.name]));
  });

  it("cuts the connection when none is ready, or answers 503 as a proxy does", async () => {
    const web = await serve();
    web.changePods({}, { ready: false });
    await expect(get(web.url())).rejects.toMatchObject({ code: "ECONNRESET" });
    web.setNoReadyPods("503");
    expect((await get(web.url())).status).toBe(503);
  });

  it("lets a leaving pod finish its answer and then ends the connection", async () => {
    const web = await serve({ pods: 1, behaviour: { version: "1", latencyMs: 150 } });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const slow = get(web.url(), { agent });
    await waitUntil("the request to arrive", () => web.pods()[0]?.requestsTaken === 1);
    web.setPods(1, { version: "2", latencyMs: 0 });
    expect((await slow).version).toBe("1");
    expect((await get(web.url(), { agent })).version).toBe("2");
    agent.destroy();
  });

  it("answers a connection that was accepted before its pod began to leave", async () => {
    const web = await serve({ pods: 1 });
    const socket = connect(Number(new URL(web.url()).port), "127.0.0.1");
    await waitUntil("the connection to be taken", () => web.pods()[0]?.connectionsTaken === 1);
    web.setPods(1, { version: "2" });
    socket.write("GET /text HTTP/1.1\r\nHost: web\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/x-version: 1\r\n(.*\r\n)*connection: close\r\n/);
    socket.destroy();
  });

  it("ends idle connections of a leaving pod", async () => {
    const web = await serve({ pods: 1 });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    await get(web.url(), { agent });
    const [socket] = Object.values(agent.freeSockets)[0] ?? [];
    const closed = once(socket!, "close");
    web.setPods(1);
    await closed;
    agent.destroy();
  });
});

describe("answers", () => {
  it("waits as long as it is told", async () => {
    const web = await serve({ behaviour: { version: "1", latencyMs: 120 } });
    const begun = performance.now();
    await get(web.url());
    expect(performance.now() - begun).toBeGreaterThanOrEqual(119);
  });

  it("keeps the version in the header of an error", async () => {
    const web = await serve({ behaviour: { version: "1", errorRate: 1, errorStatus: 503 } });
    expect(await get(`${web.url()}/version`)).toMatchObject({ status: 503, version: "1" });
    expect((await get(`${web.url()}/health`)).status).toBe(200);
  });

  it("never sends the first byte, never the last, or cuts, on command", async () => {
    const web = await serve({ behaviour: { version: "1", hangRate: 1 } });
    await expect(get(web.url(), { signal: AbortSignal.timeout(100) })).rejects.toThrow("aborted");

    web.changePods({}, { hangPhase: "transfer" });
    const patience = new AbortController();
    const response = await fetch(web.url(), { signal: patience.signal });
    expect(response.headers.get("x-version")).toBe("1");
    setTimeout(() => patience.abort(), 100);
    await expect(response.text()).rejects.toThrow("aborted");

    web.changePods({}, { hangRate: 0, resetRate: 1 });
    await expect(get(web.url())).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("answers HEAD with the headers of GET and no body", async () => {
    const web = await serve();
    const head = await get(`${web.url()}/version`, { method: "HEAD" });
    expect(head.version).toBe("1");
    expect(head.headers["content-length"]).toBe(
      (await get(`${web.url()}/version`)).headers["content-length"],
    );
  });
});

describe("regions", () => {
  const regions = ["eu-west", "us-east"];

  it("gives each region an entry and pods of its own", async () => {
    const web = await serve({ pods: 2 }, { regions });
    web.setPods(2, { version: "2" }, "us-east");
    expect(await versionsOf(web.url("us-east"), 2)).toEqual({ 2: 2 });
    expect(await versionsOf(web.url("eu-west"), 2)).toEqual({ 1: 2 });
    expect(await versionsOf(web.url(), 2)).toEqual({ 1: 2 });
    expect((await get(web.url("us-east"))).pod).toMatch(/^web-us-east-/);
  });

  it("leads a request that names its region there, from the entry without one", async () => {
    const web = await serve({ pods: 2 }, { regions });
    web.setPods(2, { version: "2" }, "us-east");
    const headers = { [regionHeader]: "us-east" };
    expect((await get(web.url(), { headers })).version).toBe("2");
    const agent = { "user-agent": "rollcall/1.2.3 (+https://rollcall.test; us-east)" };
    expect((await get(web.url(), { headers: agent })).version).toBe("2");
    expect((await get(web.url(), { headers: { [regionHeader]: "mars" } })).version).toBe("1");
  });
});

describe("a fleet", () => {
  it("draws the same for the same seed", async () => {
    const statuses = async (seed: number) => {
      const web = await serve({ balance: "random", behaviour: { errorRate: 0.5 } }, { seed });
      const got = [];
      for (let i = 0; i < 20; i += 1) got.push((await get(web.url())).status);
      await fleet.close();
      return got.join(" ");
    };
    const first = await statuses(5);
    expect(await statuses(5)).toBe(first);
    expect(await statuses(6)).not.toBe(first);
  });

  it("refuses a second service of a name", async () => {
    await serve();
    await expect(fleet.createService({ name: "web" })).rejects.toThrow("exists already");
  });
});
