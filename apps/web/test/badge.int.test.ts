import type { DeployWire, ServiceWire } from "@rollcall/domain/wire";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baseUrl, callApi, mintToken, openTestWeb, signUp, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let token: string;
beforeAll(async () => {
  web = await openTestWeb();
  const { workspaceId } = await signUp(web, "Ana");
  token = await mintToken(web, workspaceId, "full");
});
afterAll(() => web.close());

const announce = async (service: string) =>
  (await callApi<DeployWire>(web, token, "POST", "/deploys", { service, version: "1.42.0" })).json;
const pathOf = (url: string) => url.slice(baseUrl.length);

describe("a badge", () => {
  it("is shown to anybody, and tells nothing but version and state", async () => {
    const { links } = await announce("checkout-api");
    const answer = await web.api.request(pathOf(links.badge));
    const picture = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    expect(picture).toContain("1.42.0 · unverifiable");
    expect(picture).not.toMatch(/checkout-api|production/);
  });

  it("is kept by caches only until they ask again, and then mostly not sent", async () => {
    const { links } = await announce("cart");
    const first = await web.api.request(pathOf(links.badge));
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const etag = first.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await web.api.request(pathOf(links.badge), { headers: { "if-none-match": known } });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }
    const other = await web.api.request(pathOf(links.badge), { headers: { "if-none-match": '"other"' } });
    expect(other.status).toBe(200);
  });

  it("is gone at its old address once it is renewed", async () => {
    const { links } = await announce("search");
    const renewed = await callApi<{ badge: string }>(web, token, "POST", "/services/search/badge", {});
    expect((await web.api.request(pathOf(links.badge))).status).toBe(404);
    expect((await web.api.request(pathOf(renewed.json.badge))).status).toBe(200);
    const { json } = await callApi<ServiceWire>(web, token, "GET", "/services/search");
    expect(json.environments.map(({ badge }) => badge)).toEqual([renewed.json.badge]);
  });

  it("says so where nothing was announced yet", async () => {
    const { json } = await callApi<ServiceWire>(web, token, "POST", "/services", { name: "new" });
    const answer = await web.api.request(pathOf(json.environments[0]?.badge ?? ""));
    expect(await answer.text()).toContain("nothing announced");
  });

  it.each(["/badges/nothing.svg", "/badges/00000000-0000-4000-8000-000000000000.svg", "/badges/x/y.svg"])(
    "is not found at %s",
    async (path) => {
      expect((await web.api.request(path)).status).toBe(404);
    },
  );
});
