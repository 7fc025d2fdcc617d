/** One table of every route: who may, who may not, and that a refusal writes nothing. */
import type { Permission } from "@rollcall/services/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, makeFixture, readEverything } from "./fixtures.ts";
import { join, mintToken, openTestWeb, send, signUp, type TestWeb } from "./test-web.ts";

type Route = {
  route: string;
  needs: Permission;
  /** Where the route is for ids of `fixture`. */
  path: (fixture: Fixture) => string;
  body?: object;
  /** A path without an id of a workspace: there is nothing of another workspace to ask for. */
  isAboutEverything?: true;
  /** The body is what somebody else printed: it has no fields of ours. */
  takesAnything?: true;
};

const v1 = "/api/v1";
const routes: Route[] = [
  { route: "GET /deploys", needs: "deploy", path: () => `${v1}/deploys`, isAboutEverything: true },
  {
    route: "POST /deploys",
    needs: "deploy",
    path: () => `${v1}/deploys`,
    body: { service: "new", version: "2" },
    isAboutEverything: true,
  },
  { route: "GET /deploys/:id", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}` },
  {
    route: "PATCH /deploys/:id",
    needs: "deploy",
    path: (f) => `${v1}/deploys/${f.deploy}`,
    body: { actor: "ana" },
  },
  { route: "POST /deploys/:id/cancel", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/cancel` },
  {
    route: "POST /deploys/:id/accept",
    needs: "write",
    path: (f) => `${v1}/deploys/${f.deploy}/accept`,
    body: { identity: "1.42.0+1", as: "same_build" },
  },
  { route: "GET /deploys/:id/verdicts", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/verdicts` },
  { route: "GET /deploys/:id/answers", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/answers` },
  {
    route: "POST /deploys/:id/evidence",
    needs: "deploy",
    path: (f) => `${v1}/deploys/${f.deploy}/evidence`,
    body: { kind: "List", items: [] },
    takesAnything: true,
  },
  { route: "GET /deploys/:id/evidence", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/evidence` },
  { route: "GET /deploys/:id/events", needs: "deploy", path: (f) => `${v1}/deploys/${f.deploy}/events` },
  { route: "GET /services", needs: "read", path: () => `${v1}/services`, isAboutEverything: true },
  {
    route: "POST /services",
    needs: "write",
    path: () => `${v1}/services`,
    body: { name: "new" },
    isAboutEverything: true,
  },
  { route: "GET /services/:service", needs: "read", path: (f) => `${v1}/services/${f.serviceId}` },
  {
    route: "PATCH /services/:service",
    needs: "write",
    path: (f) => `${v1}/services/${f.service}`,
    body: { environments: ["staging"] },
  },
  { route: "DELETE /services/:service", needs: "write", path: (f) => `${v1}/services/${f.service}` },
  {
    route: "POST /services/:service/badge",
    needs: "write",
    path: (f) => `${v1}/services/${f.service}/badge`,
    body: {},
  },
  {
    route: "GET /services/:service/verdict",
    needs: "deploy",
    path: (f) => `${v1}/services/${f.service}/verdict`,
  },
  { route: "GET /monitors", needs: "read", path: () => `${v1}/monitors`, isAboutEverything: true },
  {
    route: "POST /monitors",
    needs: "write",
    path: () => `${v1}/monitors`,
    body: { service: "new", url: "https://example.com" },
    isAboutEverything: true,
  },
  { route: "GET /monitors/:id", needs: "read", path: (f) => `${v1}/monitors/${f.monitor}` },
  {
    route: "PATCH /monitors/:id",
    needs: "write",
    path: (f) => `${v1}/monitors/${f.monitor}`,
    body: { name: "renamed" },
  },
  { route: "DELETE /monitors/:id", needs: "write", path: (f) => `${v1}/monitors/${f.monitor}` },
  {
    route: "POST /monitors/:id/probe",
    needs: "write",
    path: (f) => `${v1}/monitors/${f.monitor}/probe`,
    body: {},
  },
  { route: "GET /probes/:id", needs: "read", path: (f) => `${v1}/probes/${f.probe}` },
  { route: "GET /incidents", needs: "read", path: () => `${v1}/incidents`, isAboutEverything: true },
  { route: "GET /incidents/:id", needs: "read", path: (f) => `${v1}/incidents/${f.incident}` },
  {
    route: "POST /incidents/:id/acknowledge",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/acknowledge`,
  },
  {
    route: "POST /incidents/:id/snooze",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/snooze`,
    body: { minutes: 5 },
  },
  {
    route: "POST /incidents/:id/resolve",
    needs: "write",
    path: (f) => `${v1}/incidents/${f.incident}/resolve`,
  },
  { route: "GET /channels", needs: "read", path: () => `${v1}/channels`, isAboutEverything: true },
  {
    route: "POST /channels",
    needs: "write",
    path: () => `${v1}/channels`,
    body: { kind: "email", name: "new", config: { to: ["a@example.com"] } },
    isAboutEverything: true,
  },
  { route: "GET /channels/:id", needs: "read", path: (f) => `${v1}/channels/${f.channel}` },
  {
    route: "PATCH /channels/:id",
    needs: "write",
    path: (f) => `${v1}/channels/${f.channel}`,
    body: { name: "renamed" },
  },
  { route: "DELETE /channels/:id", needs: "write", path: (f) => `${v1}/channels/${f.channel}` },
  { route: "POST /channels/:id/test", needs: "write", path: (f) => `${v1}/channels/${f.channel}/test` },
  { route: "GET /tokens", needs: "read", path: () => `${v1}/tokens`, isAboutEverything: true },
  {
    route: "POST /tokens",
    needs: "admin",
    path: () => `${v1}/tokens`,
    body: { name: "new", scope: "read" },
    isAboutEverything: true,
  },
  { route: "DELETE /tokens/:id", needs: "admin", path: (f) => `${v1}/tokens/${f.token}` },
  { route: "GET /registries", needs: "read", path: () => `${v1}/registries`, isAboutEverything: true },
  {
    route: "POST /registries",
    needs: "write",
    path: () => `${v1}/registries`,
    body: { host: "ghcr.io", username: "robot", password: "secret" },
    isAboutEverything: true,
  },
  { route: "DELETE /registries/:host", needs: "write", path: (f) => `${v1}/registries/${f.registry}` },
  { route: "GET /workspace", needs: "read", path: () => `${v1}/workspace`, isAboutEverything: true },
  {
    route: "PATCH /workspace",
    needs: "admin",
    path: () => `${v1}/workspace`,
    body: { name: "Renamed" },
    isAboutEverything: true,
  },
  { route: "GET /members", needs: "read", path: () => `${v1}/members`, isAboutEverything: true },
  {
    route: "PATCH /members/:userId",
    needs: "admin",
    path: (f) => `${v1}/members/${f.owner}`,
    body: { role: "admin" },
  },
  { route: "DELETE /members/:userId", needs: "admin", path: (f) => `${v1}/members/${f.owner}` },
  { route: "GET /invitations", needs: "read", path: () => `${v1}/invitations`, isAboutEverything: true },
  {
    route: "POST /invitations",
    needs: "admin",
    path: () => `${v1}/invitations`,
    body: { email: "new@example.com" },
    isAboutEverything: true,
  },
  { route: "DELETE /invitations/:id", needs: "admin", path: (f) => `${v1}/invitations/${f.invitation}` },
  { route: "GET app/overview", needs: "read", path: () => "/api/app/overview", isAboutEverything: true },
  {
    route: "GET app/overview/stream",
    needs: "read",
    path: () => "/api/app/overview/stream",
    isAboutEverything: true,
  },
  { route: "GET app/rollouts/:id", needs: "deploy", path: (f) => `/api/app/rollouts/${f.deploy}` },
  {
    route: "GET app/rollouts/:id/stream",
    needs: "deploy",
    path: (f) => `/api/app/rollouts/${f.deploy}/stream`,
  },
  {
    route: "POST app/probe",
    needs: "write",
    path: () => "/api/app/probe",
    body: { url: "https://example.com" },
    isAboutEverything: true,
  },
  { route: "GET app/probe/:id", needs: "read", path: (f) => `/api/app/probe/${f.probe}` },
];
/** These are about the person, not about the workspace they look at. */
const personalRoutes = [
  "POST /api/app/workspaces",
  "POST /api/app/workspaces/choose",
  "POST /api/app/invitations/accept",
];

const methodOf = ({ route }: Route) => route.split(" ")[0] ?? "";
const changes = routes.filter((route) => methodOf(route) !== "GET");

let web: TestWeb;
let ours: Fixture;
let theirs: Fixture;
let tokens: { deploy: string; read: string; full: string; elsewhere: string };
let viewer: string;

beforeAll(async () => {
  web = await openTestWeb();
  const ana = await signUp(web, "Ana");
  const other = await signUp(web, "Other");
  ours = await makeFixture(web, ana.workspaceId, "checkout-api");
  theirs = await makeFixture(web, other.workspaceId, "billing-api");
  tokens = {
    deploy: await mintToken(web, ours.workspaceId, "deploy"),
    read: await mintToken(web, ours.workspaceId, "read"),
    full: await mintToken(web, ours.workspaceId, "full"),
    elsewhere: await mintToken(web, ours.workspaceId, "deploy", { services: ["another-service"] }),
  };
  viewer = await join(web, await signUp(web, "Vic Viewer"), ours.workspaceId, "viewer");
});
afterAll(() => web.close());

/** Asserts a refusal as problem+json, and that it changed nothing at all. */
async function expectRefusal(status: number, ask: () => Promise<Response>): Promise<{ errors?: unknown }> {
  const before = await readEverything(web);
  const response = await ask();
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await readEverything(web)).toEqual(before);
  const problem = JSON.parse(text) as { status: number; detail: string; errors?: unknown };
  expect(problem).toMatchObject({ status, detail: expect.any(String), type: expect.any(String) });
  return problem;
}

it("has every route of the API in its table", () => {
  const known = new Set([
    ...routes.map(
      (route) =>
        `${methodOf(route)} ${route.route.split(" ")[1]?.replace(/^(app)?\//, (m) => (m === "/" ? "/api/v1/" : "/api/app/"))}`,
    ),
    ...personalRoutes,
  ]);
  const served = web.api.routes
    .filter(
      ({ method, path }) =>
        method !== "ALL" && /^\/api\/(v1|app)\//.test(path) && !path.endsWith("openapi.json"),
    )
    .map(({ method, path }) => `${method} ${path}`);
  expect(new Set(served)).toEqual(known);
});

describe("without a token", () => {
  it.each(routes)("$route is 401", async (route) => {
    await expectRefusal(401, () => send(web, methodOf(route), route.path(ours), { body: route.body }));
  });
});

describe("with a token of another scope", () => {
  const allowed: Record<Permission, ("deploy" | "read")[]> = {
    read: ["read"],
    deploy: ["deploy", "read"],
    write: [],
    admin: [],
  };
  const cases = routes.flatMap((route) => {
    const isReading = methodOf(route) === "GET";
    const may = route.needs === "deploy" && !isReading ? ["deploy"] : allowed[route.needs];
    return (["deploy", "read"] as const)
      .filter((scope) => !may.includes(scope))
      .map((scope) => ({ ...route, scope }));
  });
  it.each(cases)("$route is 403 for scope $scope", async ({ scope, ...route }) => {
    await expectRefusal(403, () =>
      send(web, methodOf(route), route.path(ours), { token: tokens[scope], body: route.body }),
    );
  });

  it("a deploy token limited to another service neither reads, announces nor cancels here", async () => {
    const body = { service: "checkout-api", version: "9" };
    await expectRefusal(403, () => send(web, "POST", `${v1}/deploys`, { token: tokens.elsewhere, body }));
    await expectRefusal(403, () =>
      send(web, "GET", `${v1}/deploys/${ours.deploy}`, { token: tokens.elsewhere }),
    );
    await expectRefusal(403, () =>
      send(web, "POST", `${v1}/deploys/${ours.deploy}/cancel`, { token: tokens.elsewhere }),
    );
    const list = await send(web, "GET", `${v1}/deploys`, { token: tokens.elsewhere });
    expect(await list.json()).toMatchObject({ items: [] });
  });
});

describe("with another workspace's id", () => {
  it.each(routes.filter((route) => !route.isAboutEverything))("$route is 404", async (route) => {
    await expectRefusal(404, () =>
      send(web, methodOf(route), route.path(theirs), { token: tokens.full, body: route.body }),
    );
  });

  it("lists show nothing of another workspace", async () => {
    for (const path of ["deploys", "services", "monitors", "incidents", "channels", "tokens", "registries"]) {
      const response = await send(web, "GET", `${v1}/${path}`, { token: tokens.full });
      const { items } = (await response.json()) as { items: unknown[] };
      expect(items.length).toBeGreaterThan(0);
      const text = JSON.stringify(items);
      for (const id of [
        theirs.deploy,
        theirs.serviceId,
        theirs.monitor,
        theirs.incident,
        theirs.channel,
        theirs.token,
        theirs.registry,
      ])
        expect(text).not.toContain(id);
    }
  });
});

describe("with a field nobody knows", () => {
  it.each(changes.filter((route) => route.body && !route.takesAnything))(
    "$route is 422 with a pointer to it",
    async (route) => {
      const problem = await expectRefusal(422, () =>
        send(web, methodOf(route), route.path(ours), {
          token: tokens.full,
          body: { ...route.body, unheard_of: 1 },
        }),
      );
      expect(problem.errors).toContainEqual({ pointer: "#/unheard_of", detail: "unknown field" });
    },
  );
});

describe("a viewer", () => {
  it.each(changes)("cannot $route", async (route) => {
    await expectRefusal(403, () =>
      send(web, methodOf(route), route.path(ours), { cookie: viewer, body: route.body }),
    );
  });

  it.each(routes.filter((route) => methodOf(route) === "GET"))("can $route", async (route) => {
    const response = await send(web, "GET", route.path(ours), { cookie: viewer });
    await response.body?.cancel();
    expect([200, 412]).toContain(response.status);
  });
});
