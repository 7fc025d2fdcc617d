/** Evidence over HTTP: what may be sent, and how large. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFixture } from "./fixtures.ts";
import { mintToken, openTestWeb, signUp, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let token: string;
let deploy: string;
beforeAll(async () => {
  web = await openTestWeb();
  const { workspaceId } = await signUp(web, "Ana");
  token = await mintToken(web, workspaceId, "deploy");
  ({ deploy } = await makeFixture(web, workspaceId, "checkout-api"));
});
afterAll(() => web.close());

const send = (body: BodyInit, type?: string) =>
  web.api.request(`/api/v1/deploys/${deploy}/evidence`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${token}`, ...(type !== undefined && { "content-type": type }) },
  });

const words = 'Failed to pull image "ghcr.io/acme/api:1": manifest unknown';
const events = JSON.stringify({
  kind: "List",
  items: [
    {
      kind: "Event",
      type: "Warning",
      reason: "Failed",
      message: words,
      involvedObject: { kind: "Pod", name: "api-1" },
    },
  ],
});

describe("POST /deploys/{id}/evidence", () => {
  it.each([
    { name: "text", body: words, type: "text/plain" },
    { name: "JSON", body: events, type: "application/json" },
    {
      name: "JSON that was cut off",
      body: `${JSON.stringify(JSON.parse(events), null, 2).slice(0, -12)}`,
      type: "application/json",
    },
    { name: "what curl --data-binary sends", body: words, type: "application/x-www-form-urlencoded" },
    { name: "no type", body: new TextEncoder().encode(words), type: undefined },
    {
      name: "text that is not UTF-8",
      body: Buffer.concat([Buffer.from([255, 254, 0]), Buffer.from(`\n${words}`)]),
      type: "text/plain",
    },
  ])("takes $name and answers with the causes and their pages", async ({ body, type }) => {
    const response = await send(body, type);
    expect(response.status).toBe(201);
    const { causes } = await response.json();
    expect(causes[0]).toMatchObject({
      code: "image_not_found",
      docs: expect.stringMatching(/\/docs\/causes\/image_not_found$/),
    });
  });

  it("takes 1 MiB, and refuses one byte more as a problem", async () => {
    const full = " ".repeat(1_048_576 - words.length) + words;
    expect((await send(full, "text/plain")).status).toBe(201);
    const refused = await send(`${full}x`, "text/plain");
    expect(refused.status).toBe(413);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(await refused.json()).toMatchObject({ detail: "The body is larger than 1 MiB." });
  });

  it("answers an empty text with 400", async () => {
    expect((await send("  ", "text/plain")).status).toBe(400);
  });

  it("names nothing in text that says nothing", async () => {
    const response = await send("api-1   1/1   Running   0   5m", "text/plain");
    expect(await response.json()).toMatchObject({ deploy, causes: [] });
  });
});
