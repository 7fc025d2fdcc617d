import type { DeployState } from "@rollcall/domain/glossary";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiPeer, problem } from "./api-peer.ts";
import { type CliOptions, startCli } from "./cli-run.ts";
import { freshDeploy, regionOf } from "./deploy-factory.ts";

let api: ApiPeer;
beforeEach(async () => {
  api = await new ApiPeer().listen();
});
afterEach(() => api.close());

const rolling = freshDeploy();
const announce = ["deploy", "--service", "checkout-api", "--version", "1.42.0"];
const start = (args: string[], options: Omit<CliOptions, "env"> = {}) =>
  startCli(args, { ...options, env: { ROLLCALL_URL: api.url, ROLLCALL_TOKEN: "rc_1" } });

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
    await api.followed();
    api.publish({ ...rolling, state });
    expect(await run.code).toBe(code);
    expect(run.lines().at(-1)).toBe("https://rollcall.test/deploys/dep_1");
  });

  it("exits 8 when nothing can be verified for a minute, and not before", async () => {
    let passed = 0;
    const clock = () => Date.now() + passed;
    api.publish({ ...rolling, state: "unverifiable" });
    const run = start([...announce, "--wait", "--json"], { clock });
    await api.followed();
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
    await api.followed();
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
    await api.followed();
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
    await api.followed();
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
    await api.followed();
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
    await api.followed();
    await api.close();
    await waitUntil("the loss to be told", () => run.err.includes("Trying again."));
    passed = 600_000;
    expect(await run.code).toBe(7);
    await api.listen();
  });

  it("fails at once when the token is revoked in between", async () => {
    api.publish(rolling);
    const run = start([...announce, "--wait"]);
    await api.followed();
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
    await api.followed();
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
    await api.followed();
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
    await api.followed();
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
