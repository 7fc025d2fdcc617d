import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiPeer, problem } from "./api-peer.ts";
import { type CliOptions, startCli } from "./cli-run.ts";
import { freshDeploy, freshMaintenance } from "./deploy-factory.ts";

let api: ApiPeer;
beforeEach(async () => {
  api = await new ApiPeer().listen();
});
afterEach(() => api.close());

const rolling = freshDeploy();
const announce = ["deploy", "--service", "checkout-api", "--version", "1.42.0"];
const start = (args: string[], options: Omit<CliOptions, "env"> = {}) =>
  startCli(args, { ...options, env: { ROLLCALL_URL: api.url, ROLLCALL_TOKEN: "rc_1" } });

describe("deploy", () => {
  it("announces with the token and a key of its own, and says where to look", async () => {
    api.publish(rolling);
    const run = start([...announce, "--environment", "production", "--target-share", "20%"]);
    expect(await run.code).toBe(0);
    const [request] = api.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/api/v1/deploys",
      body: { service: "checkout-api", environment: "production", version: "1.42.0", targetShare: 0.2 },
    });
    expect(request?.headers.authorization).toBe("Bearer rc_1");
    expect(request?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.lines()).toEqual([
      "Announced checkout-api › production 1.42.0, dep_1.",
      "https://rollcall.test/deploys/dep_1",
    ]);
  });

  it("says at once what must be mended when nothing can verify the deploy, and passes all the same", async () => {
    const step = "Add a monitor: https://rollcall.test/monitors/new?service=checkout-api";
    api.publish({
      ...rolling,
      state: "unverifiable",
      causes: [{ code: "no_monitors", title: "No monitor", confidence: 1, evidence: [], next: [step] }],
    });
    const run = start(announce);
    expect(await run.code).toBe(0);
    expect(run.err).toContain(`next: ${step}`);
  });

  it("takes the same key when it has to try again", async () => {
    api.publish(rolling);
    api.refusal = { status: 503, body: {} };
    const run = start(announce);
    await waitUntil("the first attempt", () => api.requests.length === 1);
    api.refusal = null;
    expect(await run.code).toBe(0);
    expect(new Set(api.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(run.err).toContain("Trying again.");
  });

  it.each([
    { name: "a wrong token", status: 401, code: 2 },
    { name: "a token that may not", status: 403, code: 2 },
    { name: "a fault of the server", status: 500, code: 1 },
  ])("exits $code on $name", async ({ status, code }) => {
    api.refusal = { status, body: problem(status, "No, not so.") };
    const run = start(announce);
    expect(await run.code).toBe(code);
    expect(run.err).toBe("No, not so.\n");
  });

  it("shows where the input is wrong", async () => {
    const errors = [{ pointer: "#/service", detail: "letters" }];
    api.refusal = { status: 422, body: problem(422, "The input has errors.", errors) };
    const run = start(announce);
    expect(await run.code).toBe(2);
    expect(run.err).toContain("#/service letters");
  });

  it("says so when the address is not Rollcall's, or redirects", async () => {
    api.refusal = { status: 200, body: { hello: "world" } };
    expect(await start(announce).code).toBe(1);
    const moved = start(announce);
    api.refusal = { status: 301, body: {} };
    expect(await moved.code).toBe(2);
    expect(moved.err).toContain("redirects to elsewhere; set ROLLCALL_URL");
  });

  it("exits 7 when nobody is there, and 0 with a warning under --no-fail", async () => {
    await api.close();
    expect(await start([...announce, "--timeout", "1s"]).code).toBe(7);
    const forgiven = start([...announce, "--timeout", "1s", "--no-fail"]);
    expect(await forgiven.code).toBe(0);
    expect(forgiven.err).toContain("Warning: Rollcall at");
    await api.listen();
  });

  it("forgives a fault of the server under --no-fail, but no wrong token", async () => {
    api.refusal = { status: 500, body: problem(500, "Oops.") };
    expect(await start([...announce, "--no-fail"]).code).toBe(0);
    api.refusal = { status: 401, body: problem(401, "Who?") };
    expect(await start([...announce, "--no-fail"]).code).toBe(2);
  });

  it.each([
    { name: "no address", args: announce, env: { ROLLCALL_TOKEN: "x" }, says: "ROLLCALL_URL" },
    { name: "no token", args: announce, env: { ROLLCALL_URL: "http://x" }, says: "ROLLCALL_TOKEN" },
    {
      name: "an address that is none",
      args: announce,
      env: { ROLLCALL_URL: "ftp://x", ROLLCALL_TOKEN: "x" },
      says: "ftp://x",
    },
    { name: "no service", args: ["deploy"], env: {}, says: "--service" },
    { name: "an unknown option", args: [...announce, "--colour"], env: {}, says: "--colour" },
    { name: "a bad duration", args: [...announce, "--timeout", "soon"], env: {}, says: "90s" },
    { name: "an unknown command", args: ["explode"], env: {}, says: "explode" },
  ])("exits 2 with $name and says which", async ({ args, env: given, says }) => {
    const run = startCli(args, { env: given });
    expect(await run.code).toBe(2);
    expect(run.err).toContain(says);
  });
});

describe("wait", () => {
  it("waits for a deploy that was announced elsewhere", async () => {
    api.publish(rolling);
    const run = start(["wait", "dep_1"]);
    await api.followed();
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
  });

  it("waits for every deploy of a release and exits with the worst", async () => {
    api.publish(freshDeploy({ id: "dep_web", service: "web" }));
    api.publish(freshDeploy({ id: "dep_api" }));
    const run = start(["wait", "--release", "r1"]);
    await api.followed(2);
    api.publish(freshDeploy({ id: "dep_web", service: "web", state: "degraded" }));
    await waitUntil("one to end", () => run.out.includes("DEGRADED"));
    api.publish(freshDeploy({ id: "dep_api", state: "live" }));
    expect(await run.code).toBe(4);
    expect(api.requests[0]?.path).toBe("/api/v1/deploys?release=r1");
  });

  it("looks only at the newest deploy of a service in the release", async () => {
    api.publish(freshDeploy({ id: "dep_new", state: "live" }));
    api.publish(freshDeploy({ id: "dep_old", state: "superseded" }));
    expect(await start(["wait", "--release", "r1"]).code).toBe(0);
  });

  it.each([
    { name: "neither a deploy nor a release", args: ["wait"] },
    { name: "both", args: ["wait", "dep_1", "--release", "r1"] },
    { name: "a release of nothing", args: ["wait", "--release", "r1"] },
    { name: "a deploy that is not there", args: ["wait", "dep_2"] },
  ])("exits 2 with $name", async ({ args }) => {
    expect(await start(args).code).toBe(2);
  });
});

describe("status, cancel, accept", () => {
  it("lists deploys, filtered by the server", async () => {
    api.publish({ ...rolling, state: "stuck" });
    const run = start(["status", "--service", "checkout-api", "--state", "stuck"]);
    expect(await run.code).toBe(0);
    expect(api.requests[0]?.path).toBe("/api/v1/deploys?service=checkout-api&state=stuck");
    expect(run.out).toMatch(/▲ stuck +50 % +checkout-api › production +1\.42\.0 .* dep_1/);
  });

  it("shows one deploy as its picture, or as it is on the wire", async () => {
    api.publish(rolling);
    const run = start(["status", "dep_1"]);
    await run.code;
    expect(run.out).toContain("◔ ROLLING  1.42.0 answered 50 %");
    const json = start(["status", "dep_1", "--json"]);
    await json.code;
    expect(JSON.parse(json.out)).toEqual(api.deploys.get("dep_1"));
  });

  it("cancels", async () => {
    api.publish(rolling);
    expect(await start(["cancel", "dep_1"]).code).toBe(0);
    expect(api.requests[0]).toMatchObject({ method: "POST", path: "/api/v1/deploys/dep_1/cancel" });
  });

  it("accepts a version for what it is said to be", async () => {
    api.publish(rolling);
    expect(await start(["accept", "dep_1", "--identity", "f00b", "--as", "same_build"]).code).toBe(0);
    expect(api.requests[0]?.body).toEqual({ identity: "f00b", as: "same_build" });
    expect(await start(["accept", "dep_1", "--identity", "f00b", "--as", "other"]).code).toBe(2);
  });
});

describe("maintenance", () => {
  const place = ["--service", "checkout-api", "--environment", "production"];

  it("begins for a time and a reason, and says until when", async () => {
    api.maintenance.push(freshMaintenance());
    const run = start(["maintenance", "start", ...place, "--for", "30m", "--reason", "new disks"]);
    expect(await run.code).toBe(0);
    expect(api.requests).toMatchObject([
      {
        method: "POST",
        path: "/api/v1/maintenance",
        body: {
          service: "checkout-api",
          environment: "production",
          reason: "new disks",
          durationMinutes: 30,
        },
      },
    ]);
    expect(run.lines()).toEqual([
      "checkout-api › production: in maintenance until 2026-11-22 14:30 UTC (new disks)  mnt_1",
    ]);
  });

  it("ends what is on for exactly this place, and has nothing against its being over", async () => {
    api.maintenance.push(freshMaintenance(), freshMaintenance({ id: "mnt_2", environment: null }));
    expect(await start(["maintenance", "end", ...place]).code).toBe(0);
    expect(api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/v1/maintenance?state=active",
      "POST /api/v1/maintenance/mnt_1/end",
    ]);
    const run = start(["maintenance", "end", "--all"]);
    expect(await run.code).toBe(0);
    expect(run.out).toBe("Nothing is in maintenance there.\n");
  });

  it("lists a line each, or an object a line", async () => {
    api.maintenance.push(freshMaintenance({ current: null, state: "ended", endedBy: "ci" }));
    const run = start(["maintenance", "list", "--service", "checkout-api"]);
    expect(await run.code).toBe(0);
    expect(run.out).toContain("over, ended by ci: 2026-11-22 14:00–14:30 UTC (new disks)");
    const json = start(["maintenance", "list", "--json"]);
    expect(await json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ type: "maintenance", maintenance: { id: "mnt_1" } });
  });

  it.each([
    ["no place", ["start", "--for", "1h", "--reason", "x"]],
    ["two places", ["start", "--all", "--service", "a", "--for", "1h", "--reason", "x"]],
    ["no reason", ["start", "--all", "--for", "1h"]],
    ["an environment of nothing", ["end", "--environment", "production"]],
    ["neither id nor place", ["end"]],
  ])("exits 2 with %s", async (_, args) => {
    expect(await start(["maintenance", ...args]).code).toBe(2);
    expect(api.requests).toEqual([]);
  });
});
