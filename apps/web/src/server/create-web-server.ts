import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi, isApiPath } from "../api/create-api.ts";
import { setPageHeaders } from "./page-headers.ts";
import type { WebWiring } from "./wiring.ts";

const appDir = path.resolve(import.meta.dirname, "../..");
/** Longer than the idle timeout of common load balancers, which would otherwise reuse a connection we just closed. */
const keepAliveTimeoutMs = 65_000;

/**
 * One HTTP server for both halves: the API by Hono, everything else by Next. Built pages are served when there are
 * any; only a checkout without a build compiles them as they are asked for. `close` is for after the server's.
 */
export async function createWebServer(
  wiring: WebWiring,
): Promise<{ server: Server; close: () => Promise<void> }> {
  const isDev = wiring.env.nodeEnv !== "production" && !existsSync(path.join(appDir, ".next/BUILD_ID"));
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs });
  const pages = next({ dev: isDev, dir: appDir, httpServer: server });
  await pages.prepare();
  const answerPage = pages.getRequestHandler();
  const answerApi = getRequestListener(createApi(wiring).fetch, { overrideGlobalObjects: false });
  const isHttps = wiring.baseUrl.startsWith("https:");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (isApiPath(pathOf(request))) {
      void answerApi(request, response);
      return;
    }
    setPageHeaders(request, response, { isDev, isHttps });
    logPage(request, response, wiring);
    answerPage(request, response).catch((error) => {
      wiring.log.error({ err: error }, "a page failed");
      response.destroy();
    });
  });
  return { server, close: () => pages.close() };
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
