import { setTimeout as pause } from "node:timers/promises";
import type { DeployWire } from "@rollcall/domain/wire";
import type { FleetService } from "@rollcall/testing/fleet";
import { createOutput } from "../../apps/cli/src/output.ts";
import { type Act, cast, type Role } from "./acts.ts";
import { readAlerts } from "./alerts.ts";
import { addWatchedService, type Stage } from "./stage.ts";
import { renderView, type SceneNow } from "./view.ts";

const deadlineSeconds = 30;
const betweenActsMs = 20_000;
/** How long an act may take to end well after its remedy, before the next one takes over. */
const patienceMs = 120_000;

/** Plays all roles at once until `signal` aborts, with a running view of the terminal. */
export async function playShow(stage: Stage, signal: AbortSignal): Promise<void> {
  const output = createOutput(process.stdout, process.stderr, process.env);
  const signInLink = await stage.product.mintSignInLink();
  const scenes = new Map<string, SceneNow>();
  const playing = cast.map((role, turn) =>
    playRole(stage, role, turn, signal, (scene) => scenes.set(role.service, scene)),
  );
  const watching = watch();
  await Promise.all([...playing, watching]);

  async function watch(): Promise<void> {
    let lines: string[] = [];
    while (!signal.aborted) {
      for (const scene of scenes.values()) scene.deploy = await stage.api.readDeploy(scene.deploy.id);
      const next = renderView({
        scenes: [...scenes.values()],
        alerts: readAlerts(stage.smtp, stage.slack),
        baseUrl: stage.product.baseUrl,
        signInLink,
        palette: output.palette,
        columns: output.columns(),
        rows: output.rows(),
      });
      if (output.isTty) output.draw(next);
      else for (const line of next.filter((each) => !lines.includes(each))) output.print(line);
      lines = next;
      await rest(1_000, signal);
    }
  }
}

async function playRole(
  stage: Stage,
  role: Role,
  turn: number,
  signal: AbortSignal,
  show: (scene: SceneNow) => void,
): Promise<void> {
  let patch = 0;
  const nextVersion = () => `${turn + 1}.${40 + Math.floor(patch / 10)}.${patch++ % 10}`;
  const first = nextVersion();
  const service = await addWatchedService(stage, { name: role.service, pods: role.pods, version: first });
  await rollOut(first, { about: "what is served at first", scenario: { kind: "rolling" }, remedy: null });
  await rest(turn * 4_000, signal);
  for (let act = 0; !signal.aborted; act += 1) {
    const next = role.acts[act % role.acts.length];
    if (next) await rollOut(nextVersion(), next);
    await rest(betweenActsMs, signal);
  }

  async function rollOut(version: string, act: Act): Promise<void> {
    if (signal.aborted) return;
    const deploy = await announce(stage, role.service, version);
    const scene: SceneNow = { deploy, about: act.about };
    show(scene);
    if (version !== first) service.startScenario({ ...act.scenario, version });
    if (act.remedy) {
      await rest(act.remedy.afterMs, signal);
      if (signal.aborted) return;
      scene.about = act.remedy.about;
      if (act.remedy.act === "next_version")
        return rollOut(nextVersion(), { ...act, remedy: null, scenario: { kind: "rolling" } });
      finish(service, act.remedy.act, version);
    }
    for (let waitedMs = 0; scene.deploy.state !== "live" && waitedMs < patienceMs; waitedMs += 1_000)
      await rest(1_000, signal);
  }
}

function finish(service: FleetService, remedy: "finish" | "purge_edge", version: string): void {
  if (remedy === "finish") service.startScenario({ kind: "rolling", version, stepMs: 1_000 });
  else service.setEdge(null);
}

function announce({ api }: Stage, service: string, version: string): Promise<DeployWire> {
  return api.announce({
    service,
    version,
    progressDeadlineSeconds: deadlineSeconds,
    actor: "demo",
    namespace: "shop",
    workload: `deployment/${service}`,
  });
}

/** Ends early, and without an error, when the show does. */
async function rest(durationMs: number, signal: AbortSignal): Promise<void> {
  await pause(durationMs, undefined, { signal }).catch(() => {});
}
