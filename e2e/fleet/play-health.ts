import type { MonitorWire } from "@rollcall/domain/wire";
import type { FarProber } from "@rollcall/testing/product";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { Workspace } from "../stage/workspace.ts";

type Health = MonitorWire & { healthRegions: { region: string; state: "up" | "failing" | "no_data" }[] };

/** A service without rollouts, asked as often as may be, and how it is from each region. */
async function watchHealth({ api, watch, addChannels, alerts }: Workspace, from: readonly string[]) {
  await addChannels();
  const pods = await watch("shop", { pods: 2 }, { regions: [...from], intervalSeconds: 10, version: null });
  const [monitor] = await api.listMonitors();
  const read = () => api.ask<Health>("GET", `/monitors/${monitor?.id}`);
  const inState = async (state: string) =>
    (await read()).healthRegions.filter((region) => region.state === state).map(({ region }) => region);
  const until = (what: string, isSo: () => Promise<boolean>) =>
    waitUntil(what, isSo, { timeoutMs: 200_000, everyMs: 500 });
  await until("answers from every region", async () => (await inState("up")).length === from.length);
  return {
    alerts,
    /** From these regions every answer is an error, from the others none. */
    fail(failing: readonly string[]) {
      for (const region of from) pods.changePods({ region }, { errorRate: failing.includes(region) ? 1 : 0 });
    },
    untilRegions: (state: Health["healthRegions"][number]["state"], wanted: readonly string[]) =>
      until(`${wanted.join(", ")} to be ${state}`, async () => {
        const found = await inState(state);
        return found.sort().join() === [...wanted].sort().join();
      }),
    untilHealth: (health: Health["health"]) =>
      until(`the service to be ${health}`, async () => (await read()).health === health),
    untilTold: (count: number) =>
      until(`${count} alerts`, async () => Object.values(alerts()).every(({ length }) => length >= count)),
  };
}

/** One half fails, then all, then one half recovers, then all: an outage is told once, and its end once. */
export async function playHalfAndAll(workspace: Workspace, from: readonly string[]) {
  const half = from.slice(0, from.length / 2);
  const shop = await watchHealth(workspace, from);
  shop.fail(half);
  await shop.untilRegions("failing", half);
  await shop.untilHealth("advisory");
  shop.fail(from);
  await shop.untilHealth("down");
  await shop.untilRegions("failing", from);
  shop.fail(half);
  await shop.untilRegions("failing", half);
  await shop.untilHealth("down");
  const toldBeforeItsEnd = shop.alerts();
  shop.fail([]);
  await shop.untilHealth("up");
  await shop.untilTold(2);
  return { toldBeforeItsEnd, told: shop.alerts };
}

/** The prober of a region dies: the others judge without it, and that nobody looks from there is told once. */
export async function playSilentRegion(
  workspace: Workspace,
  prober: FarProber,
  own: readonly string[],
  far: string,
) {
  const shop = await watchHealth(workspace, [...own, far]);
  await prober.kill();
  await shop.untilRegions("no_data", [far]);
  shop.fail([...own, far]);
  await shop.untilHealth("down");
  shop.fail([]);
  await shop.untilHealth("up");
  await shop.untilTold(3);
  return shop.alerts;
}
