import type { DeployState } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiPeer, problem } from "./api-peer.ts";
import { startCli } from "./cli-run.ts";
import { deployOf, regionOf } from "./deploy-factory.ts";

let api: ApiPeer;
beforeEach(async () => {
  api = await new ApiPeer().listen();
});
afterEach(() => api.close());

// Announced just now and with an hour to go, so that only what a test does ends a wait.
const fresh = (more: Partial<DeployWire> = {}) => {
  const now = new Date().toISOString();
  const deadlineAt = new Date(Date.now() + 3_600_000).toISOString();
  return deployOf({ createdAt: now, startedAt: now, updatedAt: now, deadlineAt, ...more });
};
const rolling = fresh();
const env = (more: Record<string, string> = {}) => ({
  ROLLCALL_URL: api.url,
  ROLLCALL_TOKEN: "rc_1",
  ...more,
});
const announce = ["deploy", "--service", "checkout-api", "--version", "1.42.0"];
const start = (args: string[], options: Omit<Parameters<typeof startCli>[1] & {}, "env"> = {}) =>
  startCli(args, { ...options, env: env() });

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

describe("deploy --wait", () => {
  const endings: { state: DeployState; code: number }[] = [
    { state: "live", code: 0 },
    { state: "stuck", code: 3 },
    { state: "degraded", code: 4 },
    { state: "old_returned", code: 4 },
    { state: "superseded", code: 5 },
    { state: "rolled_back", code: 6 },
    { state: "cancelled", code: 9 },
    { state: "expired", code: 9 },
  ];
  it.each(endings)("exits $code when the deploy becomes $state", async ({ state, code }) => {
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    api.publish({ ...rolling, state });
    expect(await run.code).toBe(code);
    expect(run.lines().at(-1)).toBe("https://rollcall.test/deploys/dep_1");
  });

  it("exits 8 when nothing can be verified for a minute, and not before", async () => {
    let passed = 0;
    const clock = () => Date.now() + passed;
    api.publish({ ...rolling, state: "unverifiable" });
    const run = start([...announce, "--wait", "--json"], { clock });
    await api.streamOpened();
    passed = 59_000;
    api.publish({ ...rolling, state: "unverifiable", sentence: "No version is reported." });
    await waitUntil("the change to be seen", () => run.out.includes("No version is reported."));
    expect(run.out).not.toContain('"end"');
    passed = 60_000;
    expect(await run.code).toBe(8);
  });

  it("waits on under --on-stuck wait, until it is live", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait", "--on-stuck", "wait"]);
    await api.streamOpened();
    api.publish({ ...rolling, state: "stuck", stuckKind: "partial" });
    await waitUntil("stuck to be seen", () => run.out.includes("STUCK"));
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
  });

  it("times out with 3", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait", "--timeout", "1s"]);
    expect(await run.code).toBe(3);
    expect(run.out).toContain("Timed out before it was live");
  });

  it("resumes a broken stream where it ended", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    await waitUntil("the first event", () => run.out.includes("ROLLING"));
    api.publish({ ...rolling, state: "holding" });
    await waitUntil("the second", () => run.out.includes("HOLDING"));
    api.cutStreams();
    expect(await api.streamOpened(2)).toBe("2");
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
  });

  it("does not take a repeated past for the present", async () => {
    api.publish({ ...rolling, state: "stuck" });
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
    expect(run.out).not.toContain("STUCK");
  });

  it("uses long polls where there are no streams", async () => {
    api.streams = "missing";
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await waitUntil("a long poll", () => api.requests.some(({ path }) => path.endsWith("?wait=30")));
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
  });

  it("outlasts a restart of the server", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    await api.close();
    await waitUntil("the loss to be told", () => run.err.includes("Trying again."));
    await api.listen();
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
    expect(run.err).toContain("Rollcall is reachable again.");
  });

  it("exits 7 when the time is over and there was no contact at its end", async () => {
    let passed = 0;
    api.publish(rolling);
    const run = start([...announce, "--wait", "--timeout", "10m"], { clock: () => Date.now() + passed });
    await api.streamOpened();
    await api.close();
    await waitUntil("the loss to be told", () => run.err.includes("Trying again."));
    passed = 600_000;
    expect(await run.code).toBe(7);
    await api.listen();
  });

  it("fails at once when the token is revoked in between", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    api.refusal = { status: 401, body: problem(401, "This token was revoked.") };
    api.cutStreams();
    expect(await run.code).toBe(2);
    expect(run.err).toContain("This token was revoked.");
  });

  it("fails with 8 under --require-change when the version was served before", async () => {
    api.publish({ ...rolling, state: "live", alreadyLive: true });
    expect(await start([...announce, "--wait", "--require-change"]).code).toBe(8);
    expect(await start([...announce, "--wait"]).code).toBe(0);
  });
});

describe("what a wait shows", () => {
  const half = { ...rolling, regions: [regionOf("eu-west", { expected: 10, previous: 10 })] };
  const most = { ...rolling, regions: [regionOf("eu-west", { expected: 15, previous: 5 })] };

  it("is a line per change in a log", async () => {
    api.publish(half);
    const run = start([...announce, "--wait"]);
    await api.streamOpened();
    api.publish({ ...half, sentence: "A sentence alone is no change." });
    api.publish(most);
    api.publish({ ...most, state: "live" });
    await run.code;
    const lines = run.lines().filter((line) => line.startsWith("["));
    expect(lines.map((line) => line.replace(/^\[.*?\] +/, "").replace(/ {2}1\.42.*? {2}/, "  "))).toEqual([
      "checkout-api › production  ◔ ROLLING  (eu-west 50 %)",
      "checkout-api › production  ◔ ROLLING  (eu-west 75 %)",
      "checkout-api › production  ● LIVE  (eu-west 75 %)",
    ]);
    expect(run.out).not.toContain("\u001b");
  });

  it("is redrawn in place on a terminal, in colour, and stays at the end", async () => {
    api.publish(half);
    const run = start([...announce, "--wait"], { isTty: true });
    await api.streamOpened();
    await waitUntil("the picture", () => run.out.includes("50 %"));
    api.publish({ ...most, state: "live" });
    await run.code;
    const frames = run.out.split("\u001b[J");
    expect(frames.length).toBeGreaterThan(1);
    expect(frames.at(-1)).toContain(
      `\u001b[36m${"▮".repeat(25)}\u001b[0m\u001b[33m${"▨".repeat(8)}\u001b[0m`,
    );
    expect(frames.at(-1)).toContain("1.42.0 is live");
  });

  it("is one object a line under --json", async () => {
    api.publish(half);
    const run = start([...announce, "--wait", "--json"]);
    await api.streamOpened();
    api.publish({ ...most, state: "stuck" });
    expect(await run.code).toBe(3);
    const objects = run.lines().map((line) => JSON.parse(line));
    expect(objects.every(({ type }) => type === "deploy" || type === "end")).toBe(true);
    expect(objects.at(-1)).toMatchObject({ type: "end", deployId: "dep_1", state: "stuck", exitCode: 3 });
  });

  it("is an object for a failure, too", async () => {
    api.refusal = { status: 403, body: problem(403, "Not with this token.") };
    const run = start([...announce, "--json"]);
    await run.code;
    expect(JSON.parse(run.out)).toEqual({ type: "error", exitCode: 2, message: "Not with this token." });
  });
});

describe("wait", () => {
  it("waits for a deploy that was announced elsewhere", async () => {
    api.publish(rolling);
    const run = start(["wait", "dep_1"]);
    await api.streamOpened();
    api.publish({ ...rolling, state: "live" });
    expect(await run.code).toBe(0);
  });

  it("waits for every deploy of a release and exits with the worst", async () => {
    api.publish(fresh({ id: "dep_web", service: "web" }));
    api.publish(fresh({ id: "dep_api" }));
    const run = start(["wait", "--release", "r1"]);
    await api.streamOpened(2);
    api.publish(fresh({ id: "dep_web", service: "web", state: "degraded" }));
    await waitUntil("one to end", () => run.out.includes("DEGRADED"));
    api.publish(fresh({ id: "dep_api", state: "live" }));
    expect(await run.code).toBe(4);
    expect(api.requests[0]?.path).toBe("/api/v1/deploys?release=r1");
  });

  it("looks only at the newest deploy of a service in the release", async () => {
    api.publish(fresh({ id: "dep_new", state: "live" }));
    api.publish(fresh({ id: "dep_old", state: "superseded" }));
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
