import { type ExecFileException, execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Fleet } from "@rollcall/testing/fleet";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiPeer } from "./api-peer.ts";
import { deployOf } from "./deploy-factory.ts";

let bundle: string;
let folder: string;
let api: ApiPeer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-cli-"));
  bundle = join(folder, "rollcall.mjs");
  const build = fileURLToPath(new URL("../build.mjs", import.meta.url));
  await promisify(execFile)(process.execPath, [build, bundle]);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  api = await new ApiPeer().listen();
});
afterEach(() => api.close());

type Run = { code: number; stdout: string; stderr: string };

/** The bundle as a program of its own, with nothing in its environment but what is given. */
function rollcall(args: string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const given = { ROLLCALL_URL: api.url, ROLLCALL_TOKEN: "rc_1", ...env };
    execFile(
      bundle,
      args,
      { env: { PATH: process.env.PATH, ...given }, cwd: folder },
      (error, stdout, stderr) =>
        resolve({ code: Number((error as ExecFileException | null)?.code ?? 0), stdout, stderr }),
    );
  });
}

describe("the bundle", () => {
  it("runs on its own and knows its version", async () => {
    const { code, stdout } = await rollcall(["--version"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "0.1.0\n" });
  });

  it("documents every exit code", async () => {
    const { stdout } = await rollcall(["--help"]);
    for (const text of ["3 stuck or timed out", "7 Rollcall unreachable", "9 cancelled or expired"])
      expect(stdout).toContain(text);
  });

  it("gates a GitHub job: fails it, marks the run, fills outputs and summary", async () => {
    const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
    api.publish(deployOf({ state: "stuck", stuckKind: "partial", sentence: "eu-west still serves 1.41.3." }));
    const { code, stdout } = await rollcall(["deploy", "--service", "checkout-api", "--wait"], {
      GITHUB_ACTIONS: "true",
      GITHUB_SHA: sha,
      GITHUB_REF_TYPE: "branch",
      GITHUB_REF_NAME: "main",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_ACTOR: "ana",
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
    });
    expect(code).toBe(3);
    expect(api.requests[0]?.body).toMatchObject({ version: sha, repository: "acme/shop", actor: "ana" });
    expect(stdout).toContain(
      "::error title=Rollout stuck half-way::checkout-api › production: eu-west still serves 1.41.3.",
    );
    expect(await readFile(join(folder, "output"), "utf8")).toContain("deploy=dep_1\nstate=stuck\nshare=50\n");
    expect(await readFile(join(folder, "summary"), "utf8")).toContain("| eu-west | rolling | 50 % |");
  });

  it("passes a job whose deploy is live", async () => {
    api.publish(deployOf({ state: "live" }));
    const { code, stdout } = await rollcall([
      "deploy",
      "--service",
      "checkout-api",
      "--version",
      "1.42.0",
      "--wait",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("1.42.0 is live (checkout-api › production)");
  });

  it("probes an address without any server, and finds the version", async () => {
    const fleet = new Fleet();
    const web = await fleet.createService({ name: "web", behaviour: { version: "1.42.0" } });
    const { code, stdout } = await rollcall(["probe", `${web.url()}/version`], { ROLLCALL_URL: "" });
    await fleet.close();
    expect(code).toBe(0);
    expect(stdout).toMatch(/answered 200 in/);
    expect(stdout).toMatch(/first byte +[\d.]+ ms/);
    expect(stdout).toMatch(/1\.42\.0 +header x-version/);
    expect(stdout).toMatch(/1\.42\.0 +json version/);
  });

  it("exits 1 when a probe gets no answer", async () => {
    const { url } = api;
    await api.close();
    const { code, stdout } = await rollcall(["probe", url]);
    await api.listen();
    expect(code).toBe(1);
    expect(stdout).toContain("connection refused");
  });
});
