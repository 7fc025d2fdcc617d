import { createHash } from "node:crypto";
import { parseImage } from "@rollcall/domain/preflight";
import { createGuard } from "@rollcall/outbound";
import { type PeerAnswer, type PeerAnswers, startHttpPeer } from "@rollcall/testing/http-peer";
import { describe, expect, it } from "vitest";
import { checkImage } from "../src/index.ts";

const stated = `sha256:${"ab".repeat(32)}`;
const say = (body: string, headers: Record<string, string> = {}, status = 200): PeerAnswer => ({
  status,
  body,
  headers,
});
const challenge = (text: string): PeerAnswer => say("", { "www-authenticate": text }, 401);
const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const found = { kind: "found", platforms: [], revision: null, version: null };
const noRegistry = { kind: "network_failed", detail: "it answered with something that is no manifest" };

async function check(answers: PeerAnswers) {
  const peer = await startHttpPeer({ answers });
  const parsed = parseImage(`${new URL(peer.url).host}/acme/web:1`);
  if (!parsed.ok) throw new Error(parsed.problem);
  const guard = createGuard("127.0.0.0/8");
  const outcome = await checkImage(parsed.reference, { guard, credentials: null, timeoutMs: 5_000 });
  await peer.close();
  return { outcome, requests: peer.requests.length };
}

describe("an answer that no registry should give", () => {
  it.each<{ name: string; answers: PeerAnswers; expected: object }>([
    {
      name: "a manifest that is encoded stays unread",
      answers: say("…", { "content-encoding": "gzip", "docker-content-digest": stated }),
      expected: { ...found, digest: stated },
    },
    {
      name: "a digest that is none, and nothing else",
      answers: say("…", { "content-encoding": "gzip", "docker-content-digest": "sha256:<script>" }),
      expected: noRegistry,
    },
    { name: "a sign-in page", answers: say("<html>"), expected: noRegistry },
    { name: "brackets without end", answers: say("[".repeat(200_000)), expected: noRegistry },
    {
      name: "a manifest of nothing",
      answers: say('{"schemaVersion":2}'),
      expected: { ...found, digest: digestOf('{"schemaVersion":2}') },
    },
    {
      name: "an index of itself is read once",
      answers: say(
        JSON.stringify({
          schemaVersion: 2,
          manifests: [{ digest: stated, platform: { os: "linux", architecture: "a\u0000b" } }],
        }),
      ),
      expected: { kind: "found", platforms: ["linux/ab"] },
    },
    {
      name: "redirects in a circle",
      answers: ({ path }) => say("", { location: path }, 307),
      expected: { kind: "network_failed", detail: "redirect not followed: more than 5 redirects" },
    },
    {
      name: "a challenge that nobody speaks",
      answers: challenge("Negotiate abc"),
      expected: { kind: "network_failed", detail: "it asks for negotiate, which is not spoken here" },
    },
    { name: "a refusal without a challenge", answers: say("", {}, 401), expected: { kind: "unauthorized" } },
    {
      name: "a token service at no address",
      answers: challenge('Bearer realm="http://"'),
      expected: { kind: "network_failed", detail: "it names no token service" },
    },
    {
      name: "a token service that is none",
      answers: challenge('Bearer realm="ftp://example.com/token"'),
      expected: { kind: "network_failed", detail: "its token service is not reached over TLS" },
    },
    {
      name: "a token service that asks for a token",
      answers: challenge('Bearer realm="/token"'),
      expected: { kind: "unauthorized", detail: "its token service answered 401" },
    },
    {
      name: "a token that would end its header",
      answers: ({ path }) =>
        path.startsWith("/token")
          ? say(JSON.stringify({ token: "a\r\nb" }))
          : challenge('Bearer realm="/token"'),
      expected: { kind: "network_failed", detail: "its token service gave no token" },
    },
    {
      name: "a list of tags whose next page is always the next",
      answers: ({ path }) =>
        path.includes("/tags/")
          ? say('{"tags":["1.0"]}', { link: `<${path}>; rel="next"` })
          : say("", {}, 404),
      expected: { kind: "tag_not_found" },
    },
  ])("$name", async ({ answers, expected }) => {
    const { outcome, requests } = await check(answers);
    expect(outcome).toMatchObject(expected);
    expect(requests).toBeLessThan(15);
  });
});
