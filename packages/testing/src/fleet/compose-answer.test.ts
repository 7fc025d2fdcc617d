import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { composeAnswer, decideReply } from "./compose-answer.ts";
import { defaultBehaviour, type PodChange } from "./pod-behaviour.ts";
import { seededRandom } from "./seeded-random.ts";

const behave = (change: PodChange = {}) => ({
  ...defaultBehaviour,
  version: "1.42.0",
  commit: "abc",
  ...change,
});
const answer = (path: string, change?: PodChange, isFailing = false) =>
  composeAnswer("web-1", behave(change), path, isFailing);
const headersOf = (change: PodChange) => answer("/", change).headers;

describe("composeAnswer", () => {
  it.each([
    { name: "HTML with meta elements", path: "/", holds: '<meta name="version" content="1.42.0">' },
    { name: "JSON", path: "/version", holds: '{"version":"1.42.0","commit":"abc"}' },
    { name: "plain text", path: "/text", holds: "1.42.0\n" },
  ])("states the version as $name, and always in a header", ({ path, holds }) => {
    const { status, headers, body } = answer(path);
    expect(body.toString()).toContain(holds);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "x-version": "1.42.0", "x-commit": "abc", "x-pod-name": "web-1" });
    expect(headers["content-length"]).toBe(String(body.length));
  });

  it("fails with a body that has no version, but keeps the header", () => {
    const failing = answer("/version", { errorStatus: 503 }, true);
    expect(failing.status).toBe(503);
    expect(failing.headers["x-version"]).toBe("1.42.0");
    expect(failing.body.toString()).not.toContain("1.42.0");
  });

  it("says nothing of a version it has not", () => {
    expect(answer("/version", { version: null, commit: null }).body.toString()).toBe("{}\n");
    expect(headersOf({ version: null })).not.toHaveProperty("x-version");
  });

  it("adds headers, and takes one away that is set empty", () => {
    const headers = headersOf({ headers: { "x-version": "", "set-cookie": "a=1" } });
    expect(headers).not.toHaveProperty("x-version");
    expect(headers["set-cookie"]).toBe("a=1");
  });

  it("does not let a version break out of the markup", () => {
    expect(answer("/", { version: '"><script>' }).body.toString()).not.toContain("<script>");
  });

  it("asks for its assets and answers them as told: there, missing, or with the page itself", () => {
    const assets = { "/a.css": "there", "/b.js": "missing", "/c.js": "page" } as const;
    const page = answer("/", { assets }).body.toString();
    expect(page).toContain('<link rel="stylesheet" href="/a.css">');
    expect(page).toContain('<script type="module" src="/b.js"></script>');
    const told = (path: string) => {
      const { status, headers } = answer(path, { assets });
      return [status, headers["content-type"]];
    };
    expect(told("/a.css")).toEqual([200, "text/css"]);
    expect(told("/b.js")).toEqual([404, "text/plain; charset=utf-8"]);
    expect(told("/c.js")).toEqual([200, "text/html; charset=utf-8"]);
    expect(told("/d.js")[0]).toBe(404);
  });

  it("pads to a size and encodes as told", () => {
    const padded = answer("/version", { bodyBytes: 5_000 });
    expect(padded.body.length).toBe(5_000);
    expect(JSON.parse(padded.body.toString())).toEqual({ version: "1.42.0", commit: "abc" });
    const zipped = answer("/text", { contentEncoding: "gzip" });
    expect(gunzipSync(zipped.body).toString()).toBe("1.42.0\n");
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(brotliDecompressSync(answer("/text", { contentEncoding: "br" }).body).toString()).toBe("1.42.0\n");
  });

  it("answers 404 elsewhere", () => {
    expect(answer("/nowhere").status).toBe(404);
  });
});

describe("decideReply", () => {
  const count = (change: PodChange, path: string, fits: (kind: string, status: number) => boolean) => {
    const random = seededRandom(3);
    const replies = Array.from({ length: 2_000 }, () => decideReply("web-1", behave(change), path, random));
    return replies.filter((r) => fits(r.kind, "answer" in r ? r.answer.status : 0)).length;
  };

  it("fails the share of requests it is told, give or take chance", () => {
    const failed = count({ errorRate: 0.1 }, "/", (_, status) => status === 500);
    expect(failed).toBeGreaterThan(140);
    expect(failed).toBeLessThan(260);
  });

  it.each([
    { name: "reset", change: { resetRate: 1 }, kind: "reset" },
    { name: "hang before the first byte", change: { hangRate: 1 }, kind: "hang" },
    { name: "stall in the body", change: { hangRate: 1, hangPhase: "transfer" as const }, kind: "stall" },
  ])("can $name, but never on /health", ({ change, kind }) => {
    expect(count(change, "/", (k) => k === kind)).toBe(2_000);
    expect(count(change, "/health", (k, status) => k === "answer" && status === 200)).toBe(2_000);
  });

  it("keeps latency within its jitter", () => {
    const random = seededRandom(3);
    for (let i = 0; i < 200; i += 1) {
      const reply = decideReply("web-1", behave({ latencyMs: 100, latencyJitterMs: 50 }), "/", random);
      expect(reply.kind === "answer" && reply.afterMs >= 100 && reply.afterMs < 150).toBe(true);
    }
  });
});
