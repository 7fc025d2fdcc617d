import { afterEach, beforeEach, expect, it } from "vitest";
import { ApiPeer, problem } from "./api-peer.ts";
import { startCli } from "./cli-run.ts";
import { freshDeploy } from "./deploy-factory.ts";

let api: ApiPeer;
beforeEach(async () => {
  api = await new ApiPeer().listen();
});
afterEach(() => api.close());

const input = 'Failed to pull image "a/b:1": manifest unknown; password=hunter2hunter2';
const start = () =>
  startCli(["evidence", "dep_1", "-", "--json"], {
    env: { ROLLCALL_URL: api.url, ROLLCALL_TOKEN: "rc_1" },
    input,
  });

it("sends what is piped in as text, without its secrets, and prints the causes of the answer", async () => {
  const cause = {
    code: "image_not_found" as const,
    title: "No such image",
    confidence: 0.9,
    evidence: [],
    next: [],
  };
  api.publish({ ...freshDeploy(), causes: [cause] });
  const run = start();
  expect(await run.code).toBe(0);
  const [request] = api.requests;
  expect(request).toMatchObject({ method: "POST", path: "/api/v1/deploys/dep_1/evidence" });
  expect(request?.headers["content-type"]).toMatch(/^text\/plain/);
  expect(request?.body).toBe('Failed to pull image "a/b:1": manifest unknown; password=[redacted]');
  expect(JSON.parse(run.out)).toEqual({ type: "evidence", deploy: "dep_1", causes: [cause] });
});

it("exits 2 with the server's words when the text is refused", async () => {
  api.refusal = { status: 413, body: problem(413, "The body is larger than 1 MiB.") };
  const run = start();
  expect(await run.code).toBe(2);
  expect(run.err).toBe("The body is larger than 1 MiB.\n");
});
