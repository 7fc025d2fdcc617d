/** Every route of the table in `route-table.ts`: who may, who may not, and that a refusal writes nothing. */
import type { Permission } from "@rollcall/services/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, makeFixture, readEverything } from "./fixtures.ts";
import { methodOf, personalRoutes, routes, v1 } from "./route-table.ts";
import { join, mintToken, openTestWeb, send, signUp, type TestWeb } from "./test-web.ts";

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
    for (const path of [
      "deploys",
      "services",
      "monitors",
      "incidents",
      "maintenance",
      "channels",
      "tokens",
      "registries",
    ]) {
      const response = await send(web, "GET", `${v1}/${path}`, { token: tokens.full });
      const { items } = (await response.json()) as { items: unknown[] };
      expect(items.length).toBeGreaterThan(0);
      const text = JSON.stringify(items);
      for (const id of [
        theirs.deploy,
        theirs.serviceId,
        theirs.monitor,
        theirs.incident,
        theirs.maintenance,
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
