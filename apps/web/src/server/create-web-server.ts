import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApi, isApiPath } from "../api/create-api.ts";
import { hasNul } from "../api/unstorable-text.ts";
import { setPageHeaders } from "./page-headers.ts";
import type { WebWiring } from "./wiring.ts";

/** Answers pages; `isDev` loosens the content policy for the compiler's scripts. */
export type PageAnswerer = {
  isDev: boolean;
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** Longer than the idle timeout of common load balancers, which would otherwise reuse a connection we just closed. */
const keepAliveTimeoutMs = 65_000;
const sweepMs = 50;

export type WebServer = {
  /** Does not listen yet. */
  server: Server;
  /** Ends streams and waits, takes no new connection, and gives requests in flight some seconds to finish. */
  stop(): Promise<void>;
};

/** One HTTP server for both halves: the API by Hono, everything else by `pages`. Stopping it takes `drainMs` at most. */
export function createWebServer(wiring: WebWiring, pages: PageAnswerer, drainMs = 5_000): WebServer {
  const answerApi = getRequestListener(createApi(wiring).fetch, { overrideGlobalObjects: false });
  const isHttps = wiring.baseUrl.startsWith("https:");
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
    // No page has such an address either: the API refuses it for both.
    if (isApiPath(pathOf(request)) || hasNul(request.url ?? "")) {
      void answerApi(request, response);
      return;
    }
    setPageHeaders(request, response, { isDev: pages.isDev, isHttps });
    logPage(request, response, wiring);
    pages.answer(request, response).catch((error) => {
      wiring.log.error({ err: error }, "a page failed");
      response.destroy();
    });
  });
  const closeUnused = trackUnused(server);
  return {
    server,
    async stop() {
      wiring.streams.close();
      const closed = once(server, "close");
      server.close();
      // Again and again: a connection whose last answer ends only now would be kept alive for a next request.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
        closeUnused();
      }, sweepMs);
      const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
    },
  };
}

/** Browsers open connections ahead of need; Node does not count one without any request as idle. */
function trackUnused(server: Server): () => void {
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.on("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }) => unused.delete(socket));
  return () => {
    for (const socket of unused) socket.destroy();
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

function logPage(request: IncomingMessage, response: ServerResponse, { log, metrics }: WebWiring): void {
  const startedAt = performance.now();
  const asked = pathOf(request);
  response.on("close", () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const { method = "GET" } = request;
    const status = response.statusCode;
    metrics.httpRequests.observe({ method, route: "page", status: String(status) }, seconds);
    const level = asked.startsWith("/_next/") ? "debug" : "info";
    log[level]({ method, path: asked, status, durationMs: Math.round(seconds * 1000) }, "page");
  });
}
