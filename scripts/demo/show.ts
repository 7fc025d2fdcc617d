import { setTimeout as pause } from "node:timers/promises";
import type { FleetService } from "@rollcall/testing/fleet";
import { createOutput } from "../../apps/cli/src/output.ts";
import { type Act, cast, type Remedy, type Role } from "./acts.ts";
import { readAlerts } from "./alerts.ts";
import { createRoom, type Room } from "./room.ts";
import { addWatchedService, type Stage } from "./stage.ts";
import { createView, type Scene } from "./view.ts";

const deadlineSeconds = 40;
const betweenActsMs = 20_000;
/** Open deploys are probed in bursts; more of them at once would ask too much of two processor cores. */
const actsAtOnce = 3;
/** How long a deploy may take to go live, before the next act begins all the same. */
const patienceMs = 120_000;

/** Plays all roles at once until `signal` aborts, with a running view on the terminal. */
export async function playShow(stage: Stage, signal: AbortSignal): Promise<void> {
  const output = createOutput(process.stdout, process.stderr, process.env);
  const view = createView(output, stage.product.baseUrl, await stage.product.mintSignInLink());
  const scenes = new Map<string, Scene>();
  const room = createRoom(actsAtOnce);
  const playing = cast.map((role, turn) =>
    playRole({ stage, role, turn, room, signal, show: (scene) => scenes.set(role.service, scene) }),
  );
  await Promise.all([...playing, watch()]);

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const shown = cast.flatMap(({ service }) => scenes.get(service) ?? []);
      for (const scene of shown) scene.deploy = await stage.api.readDeploy(scene.deploy.id);
      view.show(shown, readAlerts(stage.smtp, stage.slack));
      await rest(1_000, signal);
    }
  }
}

type Part = {
  stage: Stage;
  role: Role;
  turn: number;
  room: Room;
  signal: AbortSignal;
  show: (scene: Scene) => void;
};

async function playRole({ stage, role, turn, room, signal, show }: Part): Promise<void> {
  let patch = 0;
  const nextVersion = () => `${turn + 1}.40.${patch++}`;
  const version = nextVersion();
  const service = await addWatchedService(stage, { name: role.service, pods: role.pods, version });
  await room(async () => {
    if (!signal.aborted) await goLive(await announce(version, "what is served at first"));
  });
  while (!signal.aborted)
    for (const act of role.acts) {
      await rest(betweenActsMs, signal);
      await room(() => play(act));
    }

  async function play(act: Act): Promise<void> {
    if (signal.aborted) return;
    const version = nextVersion();
    const scene = await announce(version, act.about);
    service.startScenario({ ...act.scenario, version });
    if (!act.remedy) return goLive(scene);
    await rest(act.remedy.afterMs, signal);
    if (!signal.aborted) await goLive(await apply(act.remedy, scene));
  }

  /** Gives back the scene to watch: a fixed version is one of its own. */
  async function apply({ about, how }: Remedy, scene: Scene): Promise<Scene> {
    const isNew = how === "next_version";
    const mended = isNew ? await announce(nextVersion(), about) : Object.assign(scene, { about });
    if (how === "purge_edge") service.setEdge(null);
    else replaceAll(service, mended.deploy.version);
    return mended;
  }

  async function announce(version: string, about: string): Promise<Scene> {
    const deploy = await stage.api.announce({
      service: role.service,
      version,
      progressDeadlineSeconds: deadlineSeconds,
      actor: "demo",
      namespace: "shop",
      workload: `deployment/${role.service}`,
    });
    const scene = { deploy, about };
    show(scene);
    return scene;
  }

  async function goLive(scene: Scene): Promise<void> {
    const giveUpAt = Date.now() + patienceMs;
    while (scene.deploy.state !== "live" && Date.now() < giveUpAt && !signal.aborted)
      await rest(1_000, signal);
  }
}

function replaceAll(service: FleetService, version: string): void {
  service.startScenario({ kind: "rolling", version, stepMs: 1_000 });
}

/** Ends early, and without an error, when the show does. */
async function rest(durationMs: number, signal: AbortSignal): Promise<void> {
  await pause(durationMs, undefined, { signal }).catch(() => {});
}
