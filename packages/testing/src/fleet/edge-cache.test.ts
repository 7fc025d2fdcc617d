import { describe, expect, it } from "vitest";
import type { Answer } from "./compose-answer.ts";
import { createEdgeCache } from "./edge-cache.ts";
import { createManualClock } from "./fleet-clock.ts";

const answerOf = (text: string, status = 200): Answer => ({
  status,
  headers: { "x-version": text },
  body: Buffer.from(text),
});

describe("createEdgeCache", () => {
  it("serves an object with its age until its time is over", () => {
    const clock = createManualClock();
    const edge = createEdgeCache({ ttlSeconds: 60, staleSeconds: 0 }, clock);
    expect(edge.store("/", answerOf("1")).headers).toMatchObject({ "x-cache": "MISS" });

    clock.advance(59_900);
    const hit = edge.lookup("/");
    expect(hit?.answer.headers).toMatchObject({ "x-cache": "HIT", age: "59", "x-version": "1" });
    expect(hit?.refresh).toBe(false);

    clock.advance(100);
    expect(edge.lookup("/")).toBeNull();
  });

  it("serves a stale object while it asks for a new one", () => {
    const clock = createManualClock();
    const edge = createEdgeCache({ ttlSeconds: 10, staleSeconds: 30 }, clock);
    edge.store("/", answerOf("1"));
    clock.advance(12_000);
    expect(edge.lookup("/")).toMatchObject({ refresh: true, answer: { headers: { "x-cache": "STALE" } } });
    edge.store("/", answerOf("2"));
    expect(edge.lookup("/")).toMatchObject({ refresh: false, answer: { headers: { "x-version": "2" } } });
  });

  it("keeps query strings apart, keeps no failures, and forgets all when purged", () => {
    const edge = createEdgeCache({ ttlSeconds: 10, staleSeconds: 0 }, createManualClock());
    edge.store("/?a=1", answerOf("1"));
    edge.store("/broken", answerOf("1", 500));
    expect(edge.lookup("/?a=2")).toBeNull();
    expect(edge.lookup("/broken")).toBeNull();
    expect(edge.lookup("/?a=1")).not.toBeNull();
    edge.purge();
    expect(edge.lookup("/?a=1")).toBeNull();
  });

  it("drops the oldest object beyond a thousand", () => {
    const edge = createEdgeCache({ ttlSeconds: 10, staleSeconds: 0 }, createManualClock());
    for (let i = 0; i <= 1_000; i += 1) edge.store(`/?${i}`, answerOf("1"));
    expect(edge.size).toBe(1_000);
    expect(edge.lookup("/?0")).toBeNull();
    expect(edge.lookup("/?1000")).not.toBeNull();
  });
});
