import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Outcome } from "@rollcall/domain/observation";
import { afterEach, describe, expect, it } from "vitest";
import { createGuard, type OutboundResult, outboundRequest } from "../src/index.ts";
import { type RawServer, startRawServer } from "./raw-server.ts";

const guard = createGuard("127.0.0.0/8");
/** Short where the deadline is what ends it; elsewhere a busy machine must not get there first. */
const deadlineMs = { met: 1_000, unmet: 20_000 };
/** What a busy machine may add to a deadline. */
const slackMs = 15_000;
const open: RawServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function ask(
  behave: (socket: Socket, request: string) => void,
  onConnect: ((socket: Socket) => void) | undefined,
  timeoutMs: number,
): Promise<OutboundResult> {
  const server = await startRawServer(behave, onConnect ? { onConnect } : {});
  open.push(server);
  return outboundRequest(
    {
      url: `http://127.0.0.1:${server.port}/`,
      method: "GET",
      headers: {},
      body: null,
      timeoutMs,
      followRedirects: 0,
    },
    { guard },
  );
}

/** Writes `chunk` again whenever the socket takes it, until it is closed. */
function flood(socket: Socket, chunk: string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}

/** Writes one character at a time, every 20 ms. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text[at % text.length] ?? "x");
    at += 1;
  }, 20);
  socket.on("close", () => clearInterval(timer));
}

const ok = "HTTP/1.1 200 OK\r\n";
const answered = (status: number, body: "read" | "too_large" | "encoded" | "none"): Outcome => ({
  kind: "answered",
  status,
  body,
});
const bomb = gzipSync(Buffer.alloc(20_000_000));

type Case = {
  name: string;
  behave: (socket: Socket, request: string) => void;
  onConnect?: (socket: Socket) => void;
  expected: Outcome;
};

describe("an answer that means harm ends within the deadline and is told as what it is", () => {
  const cases: Case[] = [
    {
      name: "a gzip bomb is left unread, its status counts",
      behave: (s) =>
        s.end(
          Buffer.concat([
            Buffer.from(`${ok}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`),
            bomb,
          ]),
        ),
      expected: answered(200, "encoded"),
    },
    {
      name: "ten stacked encodings are left unread",
      behave: (s) => s.end(`${ok}Content-Encoding: ${"br, ".repeat(9)}gzip\r\nContent-Length: 1\r\n\r\nx`),
      expected: answered(200, "encoded"),
    },
    {
      name: "an endless body is cut",
      behave: (s) => {
        s.write(`${ok}\r\n`);
        flood(s, Buffer.alloc(65_536, "x"));
      },
      expected: answered(200, "too_large"),
    },
    {
      name: "an endless chunked body is cut",
      behave: (s) => {
        s.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
        flood(s, `1000\r\n${"x".repeat(4096)}\r\n`);
      },
      expected: answered(200, "too_large"),
    },
    {
      name: "dripping headers run into the deadline",
      behave: (s) => {
        s.write(ok);
        drip(s, "X-A: b\r\n");
      },
      expected: { kind: "timeout", phase: "first_byte" },
    },
    {
      name: "a dripping body runs into the deadline",
      behave: (s) => {
        s.write(`${ok}Content-Length: 60000\r\n\r\n`);
        drip(s, "x");
      },
      expected: { kind: "timeout", phase: "transfer" },
    },
    {
      name: "a server that never answers",
      behave: () => {},
      expected: { kind: "timeout", phase: "first_byte" },
    },
    {
      name: "a body that never ends",
      behave: (s) => s.write(`${ok}Content-Length: 10\r\n\r\nabc`),
      expected: { kind: "timeout", phase: "transfer" },
    },
    {
      name: "a header of 20 kB",
      behave: (s) => s.end(`${ok}X-Big: ${"a".repeat(20_000)}\r\n\r\n`),
      expected: { kind: "bad_response", code: "HPE_HEADER_OVERFLOW" },
    },
    {
      name: "3,000 headers",
      behave: (s) => s.end(`${ok}${Array.from({ length: 3000 }, (_, i) => `X-${i}: 1\r\n`).join("")}\r\n`),
      expected: { kind: "bad_response", code: "HPE_HEADER_OVERFLOW" },
    },
    {
      name: "1,000 cookies",
      behave: (s) => s.end(`${ok}${"Set-Cookie: a=bcdefghijklm\r\n".repeat(1000)}\r\n`),
      expected: { kind: "bad_response", code: "HPE_HEADER_OVERFLOW" },
    },
    {
      name: "endless trailers",
      behave: (s) => {
        s.write(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`);
        flood(s, "X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n");
      },
      expected: { kind: "bad_response", code: "HPE_HEADER_OVERFLOW" },
    },
    {
      name: "a flood of 103 Early Hints",
      behave: (s) => flood(s, "HTTP/1.1 103 Early Hints\r\n\r\n"),
      expected: { kind: "bad_response", code: "TOO_MANY_1XX" },
    },
    {
      name: "a flood of 100 Continue",
      behave: (s) => flood(s, "HTTP/1.1 100 Continue\r\n\r\n"),
      expected: { kind: "bad_response", code: "TOO_MANY_1XX" },
    },
    {
      name: "a few 1xx before the answer are fine",
      behave: (s) => s.end(`${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(3)}${ok}Content-Length: 2\r\n\r\nhi`),
      expected: answered(200, "read"),
    },
    {
      name: "101 with an upgrade",
      behave: (s) => s.write("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
      expected: { kind: "bad_response", code: "UPGRADE" },
    },
    {
      name: "both Content-Length and Transfer-Encoding",
      behave: (s) => s.end(`${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      expected: { kind: "bad_response", code: "HPE_INVALID_TRANSFER_ENCODING" },
    },
    {
      name: "two Content-Lengths",
      behave: (s) => s.end(`${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`),
      expected: { kind: "bad_response", code: "HPE_UNEXPECTED_CONTENT_LENGTH" },
    },
    {
      name: "a chunk size that is no number",
      behave: (s) => s.end(`${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
      expected: { kind: "bad_response", code: "HPE_INVALID_CHUNK_SIZE" },
    },
    {
      name: "HTTP/0.9",
      behave: (s) => s.end("hello"),
      expected: { kind: "bad_response", code: "HPE_INVALID_CONSTANT" },
    },
    {
      name: "an SSH banner before we say anything",
      behave: () => {},
      onConnect: (s) => s.write("SSH-2.0-OpenSSH_9.9\r\n"),
      expected: { kind: "bad_response", code: "HPE_INVALID_CONSTANT" },
    },
    {
      name: "a TLS alert on a plain port",
      behave: (s) => s.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])),
      expected: { kind: "bad_response", code: "HPE_INVALID_CONSTANT" },
    },
    {
      name: "a NUL in a header",
      behave: (s) => s.end(`${ok}X-A: a\u0000b\r\n\r\n`),
      expected: { kind: "bad_response", code: "HPE_INVALID_HEADER_TOKEN" },
    },
    {
      name: "status 999 is an answer",
      behave: (s) => s.end("HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n"),
      expected: answered(999, "read"),
    },
    {
      name: "status 099 is none",
      behave: (s) => s.end("HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n"),
      expected: { kind: "bad_response", code: "BAD_STATUS" },
    },
    {
      name: "closed before a byte",
      behave: (s) => s.destroy(),
      expected: { kind: "reset", phase: "first_byte" },
    },
    {
      name: "reset before a byte",
      behave: (s) => s.resetAndDestroy(),
      expected: { kind: "reset", phase: "first_byte" },
    },
    {
      name: "closed in the middle of the body",
      behave: (s) => s.end(`${ok}Content-Length: 100\r\n\r\nabc`),
      expected: { kind: "reset", phase: "transfer" },
    },
    {
      name: "reset in the middle of the body",
      behave: (s) => s.write(`${ok}Content-Length: 100\r\n\r\nabc`, () => s.resetAndDestroy()),
      expected: { kind: "reset", phase: "transfer" },
    },
    {
      name: "rubbish after a whole answer does not spoil it",
      behave: (s) => s.end(`${ok}Content-Length: 2\r\n\r\nhiGARBAGE\r\n\r\n`),
      expected: answered(200, "read"),
    },
    {
      name: "204 with a body",
      behave: (s) => s.end("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi"),
      expected: answered(204, "none"),
    },
    {
      name: "a redirect is an answer when none may be followed",
      behave: (s) =>
        s.end("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
      expected: answered(302, "read"),
    },
  ];

  it.each(cases)("$name", async ({ behave, onConnect, expected }) => {
    const timeoutMs = expected.kind === "timeout" ? deadlineMs.met : deadlineMs.unmet;
    const result = await ask(behave, onConnect, timeoutMs);
    expect(result.outcome).toEqual(expected);
    expect(result.totalMs).toBeLessThan(timeoutMs + slackMs);
    expect(result.body?.byteLength ?? 0).toBeLessThanOrEqual(64 * 1024);
  });
});
