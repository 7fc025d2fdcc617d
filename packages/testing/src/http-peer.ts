/** A real HTTP endpoint that records what it is sent: a Slack webhook, a receiver of any kind. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { waitUntil } from "./wait-until.ts";

/** One request as it came in. Header names are in lower case; `json` is `undefined` when the body is none. */
export type PeerRequest = {
  at: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  text: string;
  json: unknown;
};

/** An answer to give, or what to do instead of answering. */
export type PeerAnswer =
  | { status: number; headers?: Record<string, string>; body?: string; afterMs?: number }
  | "hang"
  | "reset";

/** How a request is answered; a function may count attempts or look at the request. */
export type PeerAnswers = PeerAnswer | ((request: PeerRequest, index: number) => PeerAnswer);

export type HttpPeer = {
  url: string;
  /** Everything received so far, oldest first. */
  requests: PeerRequest[];
  answerWith(answers: PeerAnswers): void;
  /** The first request, from the oldest on, that fits. */
  waitForRequest(
    what: string,
    fits: (request: PeerRequest) => boolean,
    timeoutMs?: number,
  ): Promise<PeerRequest>;
  close(): Promise<void>;
};

/** Slack answers an accepted webhook so. */
const accepted: PeerAnswer = { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };

/** Opens the endpoint on loopback; `port` 0 takes a free one. It answers 200 `ok` until told otherwise. */
export async function startHttpPeer(
  options: { port?: number; answers?: PeerAnswers } = {},
): Promise<HttpPeer> {
  const requests: PeerRequest[] = [];
  let answers = options.answers ?? accepted;
  const server = createServer(async (incoming, response) => {
    const request = await record(incoming).catch(() => null);
    if (!request) return;
    const index = requests.push(request) - 1;
    perform(typeof answers === "function" ? answers(request, index) : answers, incoming, response);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (next) => {
      answers = next;
    },
    waitForRequest: (what, fits, timeoutMs) => waitUntil(what, () => requests.find(fits), { timeoutMs }),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function record(incoming: IncomingMessage): Promise<PeerRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    at,
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers),
    text,
    json: parseJson(text),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function perform(answer: PeerAnswer, incoming: IncomingMessage, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "reset") {
    incoming.socket.resetAndDestroy();
    return;
  }
  setTimeout(() => {
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }, answer.afterMs ?? 0);
}
