/**
 * In-process fan-out of what the database announces. Writers NOTIFY in their own transaction, so a listener that
 * wakes reads committed state; a lost notification costs at most one ping interval, because streams re-read then.
 */
import type { Database } from "@rollcall/db";
import { z } from "zod";

type Wake = () => void;

export type LiveHub = {
  /** Calls `wake` after every committed change of the deploy; returns the end of the subscription. */
  onDeploy(deployId: string, wake: Wake): () => void;
  /** Calls `wake` after every committed change in the workspace, its deploys included. */
  onWorkspace(workspaceId: string, wake: Wake): () => void;
  close(): Promise<void>;
};

const deployMessage = z.object({ workspaceId: z.string(), deployId: z.string(), seq: z.int() });

/** Listens on `rollcall_deploy` and `rollcall_workspace` with one connection for the whole process. */
export async function openLiveHub(db: Database): Promise<LiveHub> {
  const deploys = createTopic();
  const workspaces = createTopic();
  const stops = await Promise.all([
    db.listen("rollcall_deploy", (payload) => {
      const message = parseJson(payload);
      if (message === null) return;
      deploys.wake(message.deployId);
      workspaces.wake(message.workspaceId);
    }),
    db.listen("rollcall_workspace", (workspaceId) => workspaces.wake(workspaceId)),
  ]);
  return {
    onDeploy: deploys.subscribe,
    onWorkspace: workspaces.subscribe,
    close: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

function parseJson(payload: string): z.infer<typeof deployMessage> | null {
  try {
    return deployMessage.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

function createTopic() {
  const byKey = new Map<string, Set<Wake>>();
  return {
    subscribe(key: string, wake: Wake): () => void {
      const wakes = byKey.get(key) ?? new Set();
      wakes.add(wake);
      byKey.set(key, wakes);
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) byKey.delete(key);
      };
    },
    wake(key: string): void {
      for (const wake of byKey.get(key) ?? []) wake();
    },
  };
}
