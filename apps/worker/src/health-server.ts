/** A small HTTP server on which a worker tells about itself: its work loops, its numbers, its version. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Metrics, productVersion } from "@rollcall/runtime";
import type { RunningRole } from "./role.ts";

/** A loop that has not come round for this long is stuck, or its database or queue is away. */
const staleAfterMs = 30_000;

/** What `/healthz` answers: 200 while every role's loop comes round, 503 otherwise. */
export type WorkerHealth = { status: "ok" | "stale"; roles: { name: string; idleMs: number; ok: boolean }[] };

/** Judges the health of roles at `now`, epoch milliseconds. */
export function workerHealth(roles: Pick<RunningRole, "name" | "lastDoneAt">[], now: number): WorkerHealth {
  const judged = roles.map((role) => {
    const idleMs = now - role.lastDoneAt();
    return { name: role.name, idleMs, ok: idleMs <= staleAfterMs };
  });
  return { status: judged.every((role) => role.ok) ? "ok" : "stale", roles: judged };
}

/** Serves `/healthz`, `/readyz`, `/metrics` and `/__version__`; `port` 0 takes a free one. */
export async function startHealthServer(options: {
  host: string;
  port: number;
  roles: RunningRole[];
  metrics: Metrics;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, roles, metrics } = options;
  const server = createServer(async (request, response) => {
    response.setHeader("x-rollcall-version", productVersion);
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type }).end(body);
    switch (new URL(request.url ?? "/", "http://worker").pathname) {
      case "/healthz":
      case "/readyz": {
        const health = workerHealth(roles, Date.now());
        return send(health.status === "ok" ? 200 : 503, "application/json", JSON.stringify(health));
      }
      case "/metrics":
        return send(200, metrics.registry.contentType, await metrics.registry.metrics());
      case "/__version__":
        return send(200, "text/plain; charset=utf-8", productVersion);
      default:
        return send(404, "text/plain; charset=utf-8", "not found");
    }
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
