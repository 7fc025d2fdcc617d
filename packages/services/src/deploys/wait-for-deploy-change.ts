import type { DeployState } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { deployChannel } from "../live-notify.ts";
import { readDeploy } from "./read-deploy.ts";

/** `knownState`: what the caller saw last; the state at the time of the call unless given. */
export type WaitOptions = { waitMs: number; knownState?: DeployState; signal?: AbortSignal };

/**
 * The deploy as soon as its state is no longer the known one, or as it is when `waitMs` are over or `signal`
 * aborts. Woken by the database, so many may wait at little cost.
 */
export async function waitForDeployChange(
  ctx: ServiceContext,
  deployId: string,
  options: WaitOptions,
): Promise<DeployWire> {
  const first = await readDeploy(ctx, deployId);
  const knownState = options.knownState ?? first.state;
  if (first.state !== knownState || options.waitMs <= 0) return first;
  const doorbell = createDoorbell();
  const unsubscribe = await ctx.db.listen(
    deployChannel,
    (payload) => {
      if (payload.includes(deployId)) doorbell.ring();
    },
    doorbell.ring,
  );
  const timer = setTimeout(doorbell.close, options.waitMs);
  options.signal?.addEventListener("abort", doorbell.close);
  try {
    // Read again first: the state may have changed before we listened.
    for (;;) {
      const deploy = await readDeploy(ctx, deployId);
      if (deploy.state !== knownState || options.signal?.aborted) return deploy;
      if (!(await doorbell.isRung())) return readDeploy(ctx, deployId);
    }
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", doorbell.close);
    await unsubscribe();
  }
}

/** Remembers one ring while nobody waits; after `close` nobody waits any more. */
function createDoorbell() {
  let hasRung = false;
  let isClosed = false;
  let answer: ((rung: boolean) => void) | null = null;
  const settle = () => {
    if (answer === null || !(hasRung || isClosed)) return;
    const resolve = answer;
    answer = null;
    const rung = hasRung;
    hasRung = false;
    resolve(rung);
  };
  return {
    ring() {
      hasRung = true;
      settle();
    },
    close() {
      isClosed = true;
      settle();
    },
    /** True when it rang, false when it was closed first. */
    isRung(): Promise<boolean> {
      return new Promise((resolve) => {
        answer = resolve;
        settle();
      });
    },
  };
}
