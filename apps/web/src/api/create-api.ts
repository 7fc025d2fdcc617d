/** The HTTP side of Rollcall that is not pages: one Hono app, usable without a port (`api.request(…)`). */
import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "@rollcall/domain/problem";
import { productVersion } from "@rollcall/runtime";
import { routePath } from "hono/route";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { addAuthRoutes } from "../auth/auth-routes.ts";
import type { WebWiring } from "../server/wiring.ts";
import type { ApiContext, ApiDeps, ApiEnv } from "./api-context.ts";
import { addDescription } from "./describe-api.ts";
import { describeProblem } from "./describe-problem.ts";
import { createRequestLimits } from "./request-limits.ts";
import { createRouter } from "./router.ts";
import { addAboutRoutes } from "./routes/about-routes.ts";
import { addAddressRoutes } from "./routes/address-routes.ts";
import { addBadgeRoutes } from "./routes/badge-routes.ts";
import { addChannelRoutes } from "./routes/channel-routes.ts";
import { addDashboardRoutes } from "./routes/dashboard-routes.ts";
import { addDeliveryRoutes } from "./routes/delivery-routes.ts";
import { addDeployRoutes } from "./routes/deploy-routes.ts";
import { addEvidenceRoutes } from "./routes/evidence-routes.ts";
import { addHistoryRoutes } from "./routes/history-routes.ts";
import { addIncidentRoutes } from "./routes/incident-routes.ts";
import { addMaintenanceRoutes } from "./routes/maintenance-routes.ts";
import { addMonitorRoutes } from "./routes/monitor-routes.ts";
import { addRegistryRoutes } from "./routes/registry-routes.ts";
import { addServiceRoutes } from "./routes/service-routes.ts";
import { addSlackRoutes } from "./routes/slack-routes.ts";
import { addTokenRoutes } from "./routes/token-routes.ts";
import { addWorkspaceRoutes } from "./routes/workspace-routes.ts";
import { hasNul } from "./unstorable-text.ts";

export type Api = OpenAPIHono<ApiEnv>;

/** Paths that the API answers; every other path is a page. */
export function isApiPath(path: string): boolean {
  const roots = ["/api", "/badges", "/cli", "/.well-known", "/docs/api"];
  const files = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/__version__",
    "/openapi.json",
    "/sign-in/link",
    "/confirm-address",
  ];
  return files.includes(path) || roots.some((root) => path === root || path.startsWith(`${root}/`));
}

/** Asked every few seconds by machines: not worth a line each. */
const quietRoutes = ["/healthz", "/readyz", "/metrics"];

/** Builds every route on the wiring. */
export function createApi(wiring: WebWiring): Api {
  const app = new OpenAPIHono<ApiEnv>();
  const deps: ApiDeps = { wiring, limits: createRequestLimits() };
  app.use((c, next) => observe(c, wiring, next));
  app.use(refuseNul);
  addAuthRoutes(app, deps);
  addAboutRoutes(app, deps);
  addBadgeRoutes(app, deps);
  addAddressRoutes(app, deps);
  addSlackRoutes(app, deps);
  addPublicApi(app, deps);
  addDashboard(app, deps);
  addDescription(app, wiring.baseUrl);
  app.notFound((c) =>
    answerProblem(c, wiring, new AppError("not_found", "There is nothing at this address.")),
  );
  app.onError((error, c) => answerProblem(c, wiring, error));
  return app;
}

function addPublicApi(app: Api, deps: ApiDeps): void {
  const router = createRouter(app, deps, { basePath: "/api/v1", isDocumented: true });
  addDeployRoutes(router, deps);
  addEvidenceRoutes(router, deps);
  addServiceRoutes(router);
  addMonitorRoutes(router, deps);
  addHistoryRoutes(router);
  addIncidentRoutes(router);
  addMaintenanceRoutes(router);
  addChannelRoutes(router, deps);
  addDeliveryRoutes(router);
  addRegistryRoutes(router);
  addTokenRoutes(router);
  addWorkspaceRoutes(router, deps);
  router.refuseOtherMethods();
}

function addDashboard(app: Api, deps: ApiDeps): void {
  const router = createRouter(app, deps, { basePath: "/api/app", isDocumented: false });
  addDashboardRoutes(router, deps);
  router.refuseOtherMethods();
}

function answerProblem(c: ApiContext, wiring: WebWiring, error: unknown): Response {
  const instance = `${c.req.path}#${c.get("requestId")}`;
  const { status, headers, body } = describeProblem(error, { instance, log: wiring.log });
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, headers);
}

/** Nothing in the database has such a name; asked for it, it would fail. */
async function refuseNul(c: ApiContext, next: () => Promise<void>): Promise<void> {
  if (hasNul(c.req.url)) throw new AppError("invalid_input", "The address holds the character U+0000.");
  await next();
}

/** Names the request, sets what every answer carries, and writes one wide event about it. */
async function observe(c: ApiContext, wiring: WebWiring, next: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  c.set("requestId", randomUUID());
  await next();
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  if (!c.res.headers.has("content-security-policy"))
    c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  c.header("x-rollcall-version", productVersion);
  c.header("x-request-id", c.get("requestId"));
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "same-origin");
  if (wiring.baseUrl.startsWith("https:")) c.header("strict-transport-security", "max-age=31536000");
  const seconds = (performance.now() - startedAt) / 1000;
  const route = routePath(c, -1);
  const { method } = c.req;
  const { status } = c.res;
  wiring.metrics.httpRequests.observe({ method, route, status: String(status) }, seconds);
  const ctx = c.get("ctx");
  wiring.log[quietRoutes.includes(route) ? "debug" : "info"](
    {
      requestId: c.get("requestId"),
      method,
      route,
      status,
      durationMs: Math.round(seconds * 1000),
      workspaceId: ctx?.workspaceId,
      actor: ctx?.actor.kind === "token" ? ctx.actor.tokenId : undefined,
    },
    "request",
  );
}
