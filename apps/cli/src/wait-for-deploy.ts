import type { DeployWire } from "@rollcall/domain/wire";
import type { ApiClient } from "./api/api-client.ts";
import { type FollowPace, followDeploy } from "./api/follow-deploy.ts";
import type { Unreachable } from "./errors.ts";
import { type Ending, judgeEnding, type WaitRules } from "./exit-codes.ts";

/** Told of what happens while waiting. `onTick` comes once a second, for the clock of a live view. */
export type WaitListener = {
  onDeploy(deploy: DeployWire, before: DeployWire | null): void;
  onContact(error: Unreachable | null): void;
  onEnd(deploy: DeployWire, ending: Ending): void;
  onTick(): void;
};

/** How one deploy ended and how long that took to watch. */
export type WaitResult = { deploy: DeployWire; ending: Ending; durationMs: number };

export type WaitOptions = { client: ApiClient; rules: WaitRules; now: () => number; pace?: FollowPace };

/** Without contact and without any deadline known, this long is enough. */
const silencePatienceMs = 300_000;

/**
 * Waits until a deploy has ended by the rules, seen through a server that may come and go. Throws what the server
 * refuses, and `Unreachable` when the time is over and there was no contact at the end of it.
 */
export async function waitForDeploy(
  initial: DeployWire,
  { client, rules, now, pace }: WaitOptions,
  listener: WaitListener,
): Promise<WaitResult> {
  const beganAt = now();
  const stop = new AbortController();
  let deploy = initial;
  let unverifiableSince = initial.state === "unverifiable" ? beganAt : null;
  let lost: { error: Unreachable; since: number } | null = null;
  listener.onDeploy(initial, null);

  return new Promise<WaitResult>((resolve, reject) => {
    const ticker = setInterval(() => {
      listener.onTick();
      judge();
    }, 1_000);
    const finish = (act: () => void) => {
      clearInterval(ticker);
      stop.abort();
      act();
    };
    const judge = () => {
      if (stop.signal.aborted) return;
      const ending = judgeEnding(deploy, rules, { beganAt, now: now(), unverifiableSince });
      const isPatienceOver =
        lost !== null && now() - lost.since >= silencePatienceMs && rules.timeoutMs === null;
      const { error } = lost ?? {};
      if (error && (ending || isPatienceOver)) return finish(() => reject(error));
      if (ending)
        finish(() => {
          listener.onEnd(deploy, ending);
          resolve({ deploy, ending, durationMs: now() - beganAt });
        });
    };
    const follower = {
      onContact: (error: Unreachable | null) => {
        if ((error === null) !== (lost === null)) listener.onContact(error);
        lost = error && { error, since: lost?.since ?? now() };
      },
      onDeploy: (next: DeployWire) => {
        if (stop.signal.aborted || Date.parse(next.updatedAt) < Date.parse(deploy.updatedAt)) return;
        const before = deploy;
        deploy = next;
        unverifiableSince = next.state === "unverifiable" ? (unverifiableSince ?? now()) : null;
        listener.onDeploy(next, before);
        judge();
      },
    };
    followDeploy({ client, known: initial, listener: follower, signal: stop.signal, pace }).catch(
      (error: unknown) => finish(() => reject(error)),
    );
    judge();
  });
}
