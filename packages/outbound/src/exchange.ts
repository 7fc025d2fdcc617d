import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Socket } from "node:net";
import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import type { Outcome } from "@rollcall/domain/observation";
import { type AnswerRead, AnswerReader } from "./answer-reader.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { Deadline } from "./deadline.ts";
import { runStep, type Step } from "./step.ts";

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

/** Sends one request on an open connection and reads the answer. The connection is gone afterwards. */
export async function exchange(socket: Socket, sent: Sent, deadline: Deadline): Promise<Step<Exchanged>> {
  const reader = new AnswerReader(sent.method, sent.bodyBytesMax);
  let firstByteAt = 0;
  const phase = () => (reader.hasHead ? "transfer" : "first_byte");
  const result = await runStep<Exchanged>(deadline, phase, (settle) => {
    const request = writeRequest(sent);
    if (request === null)
      return settle({
        ok: false,
        outcome: { kind: "blocked_target", address: "request header", why: "header" },
      });
    const take = (read: AnswerRead | null) => {
      if (reader.hasHead && firstByteAt === 0) firstByteAt = performance.now();
      if (read !== null) settle(toExchanged(reader, read, phase(), firstByteAt));
    };
    const takeEnd = () => take(reader.end());
    socket.on("error", (error) => settle({ ok: false, outcome: classifyFailure(error, phase()) }));
    socket.on("data", (chunk: Buffer) => take(reader.push(chunk)));
    socket.on("end", takeEnd);
    socket.on("close", takeEnd);
    socket.write(request);
  });
  socket.destroy();
  return result;
}

function toExchanged(
  { status, headers }: AnswerReader,
  read: AnswerRead,
  phase: "first_byte" | "transfer",
  firstByteAt: number,
): Step<Exchanged> {
  if (read.ok) {
    const { body, how } = read;
    return {
      ok: true,
      value: { outcome: { kind: "answered", status, body: how }, headers, body, firstByteAt },
    };
  }
  const { code } = read;
  return { ok: false, outcome: code === null ? { kind: "reset", phase } : { kind: "bad_response", code } };
}

/** These mean something by having no body, so its length is told even then (RFC 9110, 8.6). */
const bodyMethods: ReadonlySet<HttpMethod> = new Set(["POST", "PUT", "PATCH"]);

/** Neither may bring a line of its own. */
const methodAndPath = /^[A-Z]+ [!-~]+$/;

/** The request as it goes out, in one piece; `null` when a part of its head cannot be sent. */
function writeRequest({ method, path, headers, body }: Sent): Buffer | null {
  const line = `${method} ${path}`;
  if (!methodAndPath.test(line)) return null;
  let head = `${line} HTTP/1.1\r\n`;
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, String(value));
      head += `${name}: ${value}\r\n`;
    }
  } catch {
    return null;
  }
  if (body === null && bodyMethods.has(method)) head += "Content-Length: 0\r\n";
  const bytes = Buffer.from(`${head}\r\n`, "latin1");
  return body === null ? bytes : Buffer.concat([bytes, body]);
}
