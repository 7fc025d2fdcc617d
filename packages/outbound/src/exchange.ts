import http, { type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import type { Outcome, ProbePhase } from "@rollcall/domain/observation";
import { classifyFailure } from "./classify-failure.ts";
import type { Deadline } from "./deadline.ts";
import { runStep, type Step } from "./step.ts";

type BodyKind = Extract<Outcome, { kind: "answered" }>["body"];

/** A response, its body read as far as it may be. Times are `performance.now()`. */
export type Exchanged = {
  outcome: Extract<Outcome, { kind: "answered" }>;
  headers: [name: string, value: string][];
  /** What was read: cut at the cap when `too_large`, `null` when encoded or when there is none. */
  body: Buffer | null;
  firstByteAt: number;
};

export type Sent = {
  method: HttpMethod;
  path: string;
  headers: Record<string, string | number>;
  body: Buffer | null;
  bodyBytesMax: number;
};

const headerBytesMax = 16 * 1024;
const informationalMax = 20;

/** Sends one request on an open connection and reads the answer. The connection is gone afterwards. */
export async function exchange(socket: Socket, sent: Sent, deadline: Deadline): Promise<Step<Exchanged>> {
  let phase: ProbePhase = "first_byte";
  const result = await runStep<Exchanged>(
    deadline,
    () => phase,
    (settle) => {
      const fail = (outcome: Outcome) => settle({ ok: false, outcome });
      const request = openRequest(socket, sent);
      if (request === null) return fail({ kind: "blocked_target", address: "request header", why: "header" });
      let informational = 0;
      let isComplete = () => false;
      request.on("error", (error) => {
        // Rubbish behind a whole answer: whether it came in the same packet must not change the outcome.
        if (!isComplete()) fail(classifyFailure(error, phase));
      });
      request.on("information", () => {
        informational += 1;
        if (informational > informationalMax) fail({ kind: "bad_response", code: "TOO_MANY_1XX" });
      });
      request.on("upgrade", () => fail({ kind: "bad_response", code: "UPGRADE" }));
      request.on("response", (response) => {
        phase = "transfer";
        isComplete = () => response.complete;
        response.on("error", (error) => fail(classifyFailure(error, phase)));
        readResponse(response, sent, settle);
      });
      request.end(sent.body ?? undefined);
    },
  );
  socket.destroy();
  return result;
}

function openRequest(socket: Socket, sent: Sent): http.ClientRequest | null {
  try {
    return http.request({
      createConnection: () => socket,
      method: sent.method,
      path: sent.path,
      headers: sent.headers,
      setHost: false,
      maxHeaderSize: headerBytesMax,
      insecureHTTPParser: false,
    });
  } catch {
    return null;
  }
}

function readResponse(
  response: IncomingMessage,
  sent: Sent,
  settle: (result: Step<Exchanged>) => void,
): void {
  const firstByteAt = performance.now();
  const status = response.statusCode ?? 0;
  const headers = headerPairs(response.rawHeaders);
  const done = (how: BodyKind, body: Buffer | null) =>
    settle({
      ok: true,
      value: { outcome: { kind: "answered", status, body: how }, headers, body, firstByteAt },
    });
  const unread = whyUnread(response, status, sent.method);
  if (status < 100) settle({ ok: false, outcome: { kind: "bad_response", code: "BAD_STATUS" } });
  else if (unread) done(unread, null);
  else readBody(response, sent.bodyBytesMax, done);
}

/** Why the body is not read at all; `null` when it is to be read. */
function whyUnread(response: IncomingMessage, status: number, method: HttpMethod): "none" | "encoded" | null {
  if (method === "HEAD" || status === 204 || status === 304) return "none";
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  return encoding === "" || encoding === "identity" ? null : "encoded";
}

function readBody(
  response: IncomingMessage,
  bytesMax: number,
  done: (how: BodyKind, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("end", () => done("read", Buffer.concat(chunks)));
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > bytesMax) done("too_large", Buffer.concat(chunks).subarray(0, bytesMax));
  });
}

function headerPairs(raw: string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] as string, raw[i + 1] as string]);
  return pairs;
}
