import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "./paths.mjs";
import { say } from "./say.mjs";

const lockFile = join(
  tmpdir(),
  `rollcall-setup-${createHash("sha256").update(root).digest("hex").slice(0, 12)}.lock`,
);

/** Runs `work` while no other command prepares the same checkout; two builds at once would spoil each other. */
export async function withSetupLock(work) {
  let hasTold = false;
  while (!tryLock()) {
    if (!hasTold) say("Another command is preparing this checkout; waiting for it …");
    hasTold = true;
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isRunning(readHolder())) rmSync(lockFile, { force: true });
    return false;
  }
}

function readHolder() {
  try {
    return Number(readFileSync(lockFile, "utf8"));
  } catch {
    return Number.NaN;
  }
}

// A file that is still empty belongs to whoever is writing it.
function isRunning(pid) {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
