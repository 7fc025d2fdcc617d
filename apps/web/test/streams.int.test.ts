/** Server-sent events and long polls: nothing missed, nothing repeated, and an end when it is over. */
import { patchDeploy } from "@rollcall/services/deploys";
import { createMonitor } from "@rollcall/services/monitors";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, makeFixture } from "./fixtures.ts";
import { mintToken, openTestWeb, send, signUp, systemContext, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let fixture: Fixture;
let token: string;
let cookie: string;
beforeAll(async () => {
  web = await openTestWeb();
  const ana = await signUp(web, "Ana");
  cookie = ana.cookie;
  token = await mintToken(web, ana.workspaceId, "deploy");
  fixture = await makeFixture(web, ana.workspaceId, "checkout-api");
});
afterAll(() => web.close());

type SentEvent = { id: string; event: string; data: { seq: number } };

/** Reads a stream event by event; comments and `retry` are skipped. */
function readEvents(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<SentEvent | null> {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end === -1) {
          const { value, done } = await reader.read();
          if (done) return null;
          text += value;
          continue;
        }
        const fields = Object.fromEntries(
          text
            .slice(0, end)
            .split("\n")
            .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
        );
        text = text.slice(end + 2);
        const { id, event = "", data = "null" } = fields;
        if (id) return { id, event, data: JSON.parse(data) };
      }
    },
    cancel: () => reader.cancel(),
  };
}

const follow = async (lastId?: string) => {
  const response = await send(web, "GET", `/api/v1/deploys/${fixture.deploy}/events`, {
    token,
    headers: lastId === undefined ? {} : { "last-event-id": lastId },
  });
  expect(response.status).toBe(200);
  return { response, events: readEvents(response) };
};
const change = (actor: string) =>
  patchDeploy(systemContext(web, fixture.workspaceId), fixture.deploy, { actor });
const seqOf = async () =>
  (await web.wiring.db.prisma.deploy.findUniqueOrThrow({ where: { id: fixture.deploy } })).eventSeq;

const openStreams = async () => (await web.wiring.metrics.openStreams.get()).values[0]?.value ?? 0;

describe("GET /deploys/{id}/events", () => {
  it("is a stream that no proxy buffers", async () => {
    const { response, events } = await follow();
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    await events.cancel();
  });

  it("gives what happened so far, then what happens, with the deploy's own sequence as id", async () => {
    const { events } = await follow();
    const first = await events.next();
    expect(first).toMatchObject({ id: "1", event: "announced", data: { seq: 1 } });
    for (let id = Number(first?.id); id < (await seqOf()); ) id = Number((await events.next())?.id);
    await change("bo");
    const next = await events.next();
    expect(next).toMatchObject({ event: "announced", data: { deploy: { actor: "bo" } } });
    await events.cancel();
  });

  it("resumes after Last-Event-ID without a gap or a repetition", async () => {
    const before = await seqOf();
    await change("cem");
    await change("dia");
    const { events } = await follow(String(before));
    const seen: number[] = [];
    while (seen.at(-1) !== (await seqOf())) seen.push(Number((await events.next())?.id));
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => before + 1 + index));
    await events.cancel();
  });

  it("gives its place back when the reader goes away", async () => {
    await waitUntil("earlier streams to end", async () => (await openStreams()) === 0);
    const { events } = await follow();
    await events.next();
    expect(await openStreams()).toBe(1);
    await events.cancel();
    await waitUntil("the place to be free", async () => (await openStreams()) === 0);
  });

  it("holds no place for a request that wants only the headers", async () => {
    await waitUntil("earlier streams to end", async () => (await openStreams()) === 0);
    const response = await send(web, "HEAD", `/api/v1/deploys/${fixture.deploy}/events`, { token });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await openStreams()).toBe(0);
  });

  it("lets one person hold only so many", async () => {
    const path = `/api/app/rollouts/${fixture.deploy}/stream`;
    const held = await Promise.all(Array.from({ length: 20 }, () => send(web, "GET", path, { cookie })));
    expect(held.map((response) => response.status)).toEqual(Array.from({ length: 20 }, () => 200));
    const refused = await send(web, "GET", path, { cookie });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).not.toBeNull();
    await Promise.all(held.map((response) => response.body?.cancel()));
  });
});

describe("the dashboard's streams", () => {
  it("send the rollout as it is, and again when it has changed", async () => {
    const response = await send(web, "GET", `/api/app/rollouts/${fixture.deploy}/stream`, { cookie });
    const events = readEvents(response);
    const first = await events.next();
    expect(first).toMatchObject({
      event: "view",
      id: String(await seqOf()),
      data: { deploy: { id: fixture.deploy } },
    });
    await change("eli");
    expect(await events.next()).toMatchObject({
      id: String(await seqOf()),
      data: { deploy: { actor: "eli" } },
    });
    await events.cancel();
  });

  it("send the overview again only when something in it is different", async () => {
    const events = readEvents(await send(web, "GET", "/api/app/overview/stream", { cookie }));
    const first = await events.next();
    const { db } = web.wiring;
    await db.notify("rollcall_workspace", fixture.workspaceId);
    const ctx = systemContext(web, fixture.workspaceId);
    await createMonitor(ctx, { service: "brand-new", url: "https://example.com" });
    const second = await events.next();
    expect(JSON.stringify(first?.data)).not.toContain("brand-new");
    expect(JSON.stringify(second?.data)).toContain("brand-new");
    await events.cancel();
  });
});

describe("GET /deploys/{id}?wait=", () => {
  const ask = (query: string) => send(web, "GET", `/api/v1/deploys/${fixture.deploy}?${query}`, { token });

  it("answers at once without it, and refuses a wait beyond a minute", async () => {
    expect((await ask("wait=0")).status).toBe(200);
    expect((await ask("wait=61")).status).toBe(422);
    expect((await ask("wait=1&state=perfect")).status).toBe(422);
  });

  it("holds one of the caller's places for as long as it waits", async () => {
    await waitUntil("earlier streams to end", async () => (await openStreams()) === 0);
    const waiting = ask("wait=1");
    await waitUntil("the place to be taken", async () => (await openStreams()) === 1);
    await waiting;
    expect(await openStreams()).toBe(0);
  });

  it("answers as soon as the state is no longer the known one, even if it changed before", async () => {
    const { state } = (await (await ask("")).json()) as { state: string };
    const waiting = ask(`wait=30&state=${state}`);
    await patchDeploy(systemContext(web, fixture.workspaceId), fixture.deploy, { status: "cancelled" });
    expect(await (await waiting).json()).toMatchObject({ state: "cancelled" });
    expect(await (await ask(`wait=30&state=${state}`)).json()).toMatchObject({ state: "cancelled" });
  });
});

describe("when the process stops", () => {
  it("streams end, waits are answered, and new streams are told to come back", async () => {
    const stopping = await openTestWeb();
    const bo = await signUp(stopping, "Bo");
    const theirs = await makeFixture(stopping, bo.workspaceId, "api");
    const path = `/api/v1/deploys/${theirs.deploy}`;
    const events = readEvents(await send(stopping, "GET", `${path}/events`, { cookie: bo.cookie }));
    await events.next();
    const waiting = send(stopping, "GET", `${path}?wait=60`, { cookie: bo.cookie });
    const { openStreams } = stopping.wiring.metrics;
    await waitUntil("both to be open", async () => (await openStreams.get()).values[0]?.value === 2);
    stopping.wiring.streams.close();
    while ((await events.next()) !== null);
    expect((await waiting).status).toBe(200);
    const late = await send(stopping, "GET", `${path}/events`, { cookie: bo.cookie });
    expect(late.status).toBe(503);
    await stopping.close();
  });
});
