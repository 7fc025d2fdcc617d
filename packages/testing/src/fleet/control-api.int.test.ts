import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startControlApi } from "./control-api.ts";
import { Fleet } from "./fleet.ts";
import type { ServiceDescription } from "./fleet-service.ts";

let fleet: Fleet;
let control: Awaited<ReturnType<typeof startControlApi>>;
beforeEach(async () => {
  fleet = new Fleet({ regions: ["eu-west"] });
  control = await startControlApi(fleet);
});
afterEach(() => Promise.all([control.close(), fleet.close()]));

async function call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(control.url + path, { method, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}
const create = () => call<ServiceDescription>("POST", "/services", { name: "web", pods: 2 });

describe("startControlApi", () => {
  it("creates services that answer, lists them and takes them away", async () => {
    const created = await create();
    expect(created.status).toBe(201);
    expect(created.body.sites.map((site) => site.region)).toEqual([null, "eu-west"]);
    const { url } = created.body.sites[1]!;
    expect(await (await fetch(`${url}/version`)).json()).toEqual({ version: "1.0.0" });

    const { body } = await call<{ services: ServiceDescription[] }>("GET", "/services");
    expect(body.services.map((service) => service.name)).toEqual(["web"]);

    expect((await call("DELETE", "/services/web")).status).toBe(204);
    await expect(fetch(url)).rejects.toThrow();
    expect((await call("DELETE", "/services/web")).status).toBe(404);
  });

  it("sets and changes pods, of one region or of all", async () => {
    await create();
    await call("PUT", "/services/web/pods", { count: 3, region: "eu-west", change: { version: "2" } });
    expect(fleet.service("web")?.pods("eu-west")).toHaveLength(3);
    expect(fleet.service("web")?.pods()).toHaveLength(2);
    const changed = await call("PATCH", "/services/web/pods", {
      version: "2",
      slots: [0],
      change: { errorRate: 1 },
    });
    expect(changed.body).toEqual({ changed: 1 });
    expect(fleet.service("web")?.pods("eu-west")[0]?.behaviour.errorRate).toBe(1);
  });

  it("changes balance, edge and what happens when no pod is ready", async () => {
    await create();
    const settings = { balance: "random", noReadyPods: "503", edge: { ttlSeconds: 60 } };
    const { body } = await call<ServiceDescription>("PATCH", "/services/web", settings);
    expect(body).toMatchObject({ balance: "random", noReadyPods: "503", sites: [{ edgeObjects: 0 }, {}] });
  });

  it("starts, shows and stops a script, and resets", async () => {
    await create();
    const started = await call("POST", "/services/web/rollouts", { kind: "never_starts", version: "2" });
    expect(started).toEqual({ status: 202, body: { steps: 2, lastStepMs: 0 } });
    const shown = await call<ServiceDescription>("GET", "/services/web");
    expect(shown.body.rollout).toMatchObject({ kind: "never_starts", steps: 2, stepsDone: 2 });
    expect((await call<ServiceDescription>("DELETE", "/services/web/rollouts")).body.rollout).toBeNull();
    expect(fleet.service("web")?.pods()).toHaveLength(3);
    expect((await call("POST", "/reset")).status).toBe(204);
    expect(fleet.service("web")?.pods()).toHaveLength(2);
  });

  it.each([
    { name: "an unknown field", path: "/services/web/pods", body: { count: 1, colour: "red" }, status: 422 },
    { name: "a wrong type", path: "/services/web/pods", body: { count: "1" }, status: 422 },
    {
      name: "an unknown region",
      path: "/services/web/pods",
      body: { count: 1, region: "mars" },
      status: 422,
    },
    { name: "an unknown service", path: "/services/api/pods", body: { count: 1 }, status: 404 },
    { name: "an unknown call", path: "/elsewhere", body: {}, status: 404 },
  ])("refuses $name and changes nothing", async ({ path, body, status }) => {
    await create();
    expect((await call("PUT", path, body)).status).toBe(status);
    expect(fleet.service("web")?.pods()).toHaveLength(2);
  });

  it("refuses a second service of a name, and a body that is not JSON", async () => {
    await create();
    expect((await create()).status).toBe(409);
    const response = await fetch(`${control.url}/services`, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
  });
});
