/** The product about itself: is it alive, can it work, what is it, how is it doing. Open, and without secrets. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@rollcall/domain/problem";
import { createInstanceMetrics, productVersion, within } from "@rollcall/runtime";
import { readInstance } from "@rollcall/services/instance";
import type { Hono } from "hono";
import { z } from "zod";
import { appRoot } from "../../server/app-root.ts";
import { measureInstance } from "../../server/measure-instance.ts";
import { readReadiness } from "../../server/read-readiness.ts";
import type { ApiDeps, ApiEnv } from "../api-context.ts";

const loopLagMaxMs = 5_000;
const instanceTimeoutMs = 2_000;

export function addAboutRoutes(app: Hono<ApiEnv>, { wiring }: ApiDeps): void {
  const instanceMetrics = createInstanceMetrics();
  // Says only whether this process turns over: an orchestrator that restarts it would not mend the database.
  app.get("/healthz", async (c) => {
    const lagMs = await measureLoopLag();
    const isWell = lagMs < loopLagMaxMs;
    return c.json({ status: isWell ? "pass" : "fail", loopLagMs: lagMs }, isWell ? 200 : 503);
  });
  app.get("/readyz", async (c) => {
    const readiness = await readReadiness(wiring);
    c.header("content-type", "application/health+json");
    return c.body(JSON.stringify(readiness), readiness.status === "fail" ? 503 : 200);
  });
  app.get("/metrics", async (c) => {
    const instance = await within(instanceTimeoutMs, readInstance(wiring)).catch(() => null);
    measureInstance(instanceMetrics, instance);
    const { registry } = wiring.metrics;
    c.header("content-type", registry.contentType);
    return c.body(`${await registry.metrics()}${await instanceMetrics.registry.metrics()}`);
  });
  app.get("/__version__", async (c) => c.json(await readBuild()));
  app.get("/cli/rollcall.mjs", async (c) => {
    const file = await readFile(path.join(appRoot, "apps/cli/dist/rollcall.mjs")).catch(() => null);
    if (file === null) throw new AppError("not_found", "The command line program is not built here.");
    c.header("content-type", "text/javascript; charset=utf-8");
    return c.body(new Uint8Array(file));
  });
}

function measureLoopLag(): Promise<number> {
  const askedAt = performance.now();
  return new Promise((resolve) => {
    setImmediate(() => resolve(Math.round(performance.now() - askedAt)));
  });
}

const buildFile = z.object({
  source: z.string().nullable().default(null),
  commit: z.string().nullable().default(null),
  build: z.string().nullable().default(null),
});

/** In Dockerflow's shape; images carry a `version.json` with the commit they were built from. */
async function readBuild() {
  const text = await readFile(path.join(appRoot, "version.json"), "utf8").catch(() => "{}");
  const { source, commit, build } = buildFile.parse(JSON.parse(text));
  return { source, version: productVersion, commit, build };
}
