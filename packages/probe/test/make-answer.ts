import { type Answer, toAnswer } from "../src/answer.ts";

/** An answer as the dialer would have brought it. */
export function makeAnswer(
  body: string | Buffer,
  more: {
    status?: number;
    headers?: Record<string, string>;
    body?: "read" | "too_large" | "encoded" | "none";
    totalMs?: number;
    observerDelayMs?: number;
    tlsDaysLeft?: number;
  } = {},
): Answer {
  const answer = toAnswer({
    outcome: { kind: "answered", status: more.status ?? 200, body: more.body ?? "read" },
    startedAt: 0,
    finishedAt: 0,
    totalMs: more.totalMs ?? 12,
    observerDelayMs: more.observerDelayMs ?? 0,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null },
    remoteAddress: "127.0.0.1",
    tlsDaysLeft: more.tlsDaysLeft ?? null,
    headers: Object.entries(more.headers ?? {}),
    body: Buffer.from(body),
    redirects: [],
  });
  if (answer === null) throw new Error("the result must hold an answer");
  return answer;
}
