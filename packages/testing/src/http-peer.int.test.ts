import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";

let peer: HttpPeer;
beforeEach(async () => {
  peer = await startHttpPeer();
});
afterEach(() => peer.close());

const post = (path: string, body: string) => fetch(peer.url + path, { method: "POST", body });

describe("startHttpPeer", () => {
  it("records method, path, headers and body, and answers as Slack does", async () => {
    const response = await post("/hook?a=1", '{"text":"stuck"}');
    expect(await response.text()).toBe("ok");
    const request = await peer.waitForRequest("the hook", (r) => r.path === "/hook?a=1");
    expect(request).toMatchObject({ method: "POST", text: '{"text":"stuck"}', json: { text: "stuck" } });
    expect(request.headers["content-length"]).toBe("16");
  });

  it("has no json for a body that is none", async () => {
    await post("/", "plain");
    expect(peer.requests[0]?.json).toBeUndefined();
  });

  it("answers as programmed, by attempt", async () => {
    peer.answerWith((_, index) =>
      index === 0 ? { status: 429, headers: { "retry-after": "1" } } : { status: 204 },
    );
    const statuses = [(await post("/", "a")).status, (await post("/", "b")).status];
    expect(statuses).toEqual([429, 204]);
  });

  it("cuts the connection on command, and has recorded the request", async () => {
    peer.answerWith("reset");
    await expect(post("/", "x")).rejects.toThrow();
    expect(peer.requests).toHaveLength(1);
  });

  it("never answers on command", async () => {
    peer.answerWith("hang");
    await expect(fetch(peer.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
  });
});
