/** The heartbeats of this program's roles, by which others see that they are silent or hang. */
import { statfs } from "node:fs/promises";
import { type CoreRole, coreRoles, type DiskRoom } from "@rollcall/domain/instance";
import { productVersion } from "@rollcall/runtime";
import { forgetRoles, recordRoles } from "@rollcall/services/instance";
import type { CoreDeps, RunningRole } from "./role.ts";
import { startWorkLoop } from "./work-loop.ts";

const everyMs = 5_000;

/** Says every few seconds how the core roles among `running` turn, until it is stopped; then they are forgotten. */
export function startRolesHeart(
  deps: Pick<CoreDeps, "db" | "log" | "now" | "workerId"> & { dataDir: string | null },
  running: readonly RunningRole[],
): { stop(): Promise<void> } {
  const { log, now, workerId } = deps;
  const startedAt = now();
  const core = running.filter((role): role is RunningRole & { name: CoreRole } =>
    (coreRoles as readonly string[]).includes(role.name),
  );
  const loop = startWorkLoop({ name: "roles", everyMs, log }, async () => {
    const roles = core.map(({ name, lastDoneAt }) => ({ role: name, idleMs: Date.now() - lastDoneAt() }));
    const disk = await readDisk(deps.dataDir);
    await recordRoles(deps, { workerId, version: productVersion, startedAt, roles, disk });
  });
  return {
    async stop() {
      await loop.stop();
      await forgetRoles(deps, workerId).catch((error) =>
        log.warn({ err: error }, "the roles of a program that stops could not be forgotten"),
      );
    },
  };
}

/** The room where the data folder lies; `null` where there is none. */
async function readDisk(dataDir: string | null): Promise<Omit<DiskRoom, "workerId"> | null> {
  const stats = dataDir === null ? null : await statfs(dataDir).catch(() => null);
  if (stats === null) return null;
  return { freeBytes: stats.bavail * stats.bsize, totalBytes: stats.blocks * stats.bsize };
}
