/** What the product says of itself, on any route and on those for machines that watch it. */
import { productVersion } from "@rollcall/runtime";
import { recordRoles } from "@rollcall/services/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFixture } from "./fixtures.ts";
import { mintToken, openTestWeb, send, signUp, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let token: string;
beforeAll(async () => {
  web = await openTestWeb();
  const { workspaceId } = await signUp(web, "Ana");
  token = await mintToken(web, workspaceId, "read");
  await makeFixture(web, workspaceId, "checkout-api");
});
afterAll(() => web.close());

describe("what the product says of itself", () => {
  it.each([
    "/healthz",
    "/readyz",
    "/metrics",
    "/__version__",
    "/openapi.json",
    "/api/v1/nothing",
    "/api/auth/get-session",
  ])("%s carries the version and refuses to be sniffed or framed", async (path) => {
    const response = await web.api.request(path);
    expect(response.headers.get("x-rollcall-version")).toBe(productVersion);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("is ready with a warning while no prober was heard", async () => {
    const response = await web.api.request("/readyz");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/health+json");
    expect(await response.json()).toMatchObject({
      status: "warn",
      checks: { "database:migrations": [{ status: "pass" }], "workers:alive": [{ status: "warn" }] },
    });
  });

  it("names what is wrong with its programs, in /readyz and in /metrics, and that it is mended", async () => {
    const faults = async () => {
      const { checks } = (await (await web.api.request("/readyz")).json()) as {
        checks: Record<string, { componentId?: string; output?: string }[]>;
      };
      return checks["instance:faults"]?.map(({ componentId }) => componentId) ?? [];
    };
    const metrics = async () => (await web.api.request("/metrics")).text();
    expect(await faults()).toEqual(expect.arrayContaining(["scheduler_down", "judge_down", "no_leader"]));
    expect(await metrics()).toContain('rollcall_fault{fault="judge_down",essential="true"} 1');
    const { db, now } = web.wiring;
    const roles = [{ role: "judge", idleMs: 100 }] as const;
    await recordRoles({ db, now }, { workerId: "w", version: "1", startedAt: now(), roles });
    expect(await faults()).not.toContain("judge_down");
    const text = await metrics();
    expect(text).toContain('rollcall_fault{fault="judge_down",essential="true"} 0');
    expect(text).toContain('rollcall_queue_oldest_seconds{queue="observations"} 0');
    expect(text).toContain("rollcall_instance_readable 1");
  });

  it("is not ready without its database, and says so without naming it", async () => {
    const lost = await openTestWeb();
    await lost.wiring.db.close();
    const response = await lost.api.request("/readyz");
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: "fail" });
    expect(text).not.toContain("postgres");
    expect((await lost.api.request("/healthz")).status).toBe(200);
    expect(await (await lost.api.request("/metrics")).text()).toContain("rollcall_instance_readable 0");
    await lost.close();
  });

  it("counts its requests without naming tenants", async () => {
    await send(web, "GET", "/api/v1/services/checkout-api", { token });
    const text = await (await web.api.request("/metrics")).text();
    expect(text).toContain('route="/api/v1/services/:service"');
    expect(text).not.toContain("checkout-api");
  });

  it("describes every public route in OpenAPI 3.1, and shows the same on a page without scripts", async () => {
    const document = (await (await web.api.request("/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
    );
    const served = web.api.routes
      .filter(
        ({ method, path }) => method !== "ALL" && path.startsWith("/api/v1/") && !path.endsWith(".json"),
      )
      .map(({ method, path }) => `${method} ${path}`);
    expect(new Set(described)).toEqual(new Set(served));
    const page = await (await web.api.request("/docs/api")).text();
    for (const path of Object.keys(document.paths)) expect(page).toContain(path);
    expect(page).not.toContain("<script");
  });
});
