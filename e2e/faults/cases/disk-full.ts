import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as last } from "node:timers/promises";
import { makeThrowAwayFolder } from "@rollcall/testing/throw-away-folder";
import type { FaultResult } from "../play-faults.ts";
import { openRollout } from "../rollout.ts";
import { openWholeProduct, type WholeProduct } from "../whole-product.ts";
import type { LoneCase } from "./index.ts";

const sizeMb = 400;
/** Past a deadline, and long enough for everything to have met it. */
const fullMs = 8_000;

/** Nothing more fits on the file system that the data folder is on. */
export const diskFull: LoneCase = {
  name: "disk full on the data folder",
  promised:
    "what cannot be written waits or is tried again; it goes on, or can be started again, when there is room",
  obstacle: () => (process.getuid?.() === 0 ? null : "only root may mount a small file system"),
  async play() {
    const folder = makeThrowAwayFolder();
    const dataDir = join(folder, "data");
    await mkdir(dataDir);
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m,mode=755`, "rollcall-faults", dataDir]);
    try {
      const product = await openWholeProduct(dataDir);
      try {
        return await fillDisk(product, join(dataDir, "filler"));
      } finally {
        await product.close();
      }
    } finally {
      execFileSync("umount", ["--lazy", dataDir]);
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function fillDisk(product: WholeProduct, filler: string): Promise<FaultResult> {
  const first = await openRollout(product, "checkout-api");
  const second = await openRollout(product, "billing-api");
  await first.letDeadlinePass();
  await first.untilTold("stuck");
  await second.letDeadlinePass();
  first.complete();
  fill(filler);
  await last(fullMs);
  rmSync(filler);
  const hasEnded = product.hasEnded();
  if (hasEnded) await product.start();
  await Promise.all([second.untilTold("stuck"), first.untilTold("recovered")]);
  second.complete();
  await second.untilTold("recovered");
  const how = hasEnded ? "ended, and went on when it was started again" : "went on by itself";
  return {
    name: diskFull.name,
    happened: `it was full for ${fullMs / 1000} s; the product ${how}`,
    mistakes: [...(await first.allMistakes()), ...(await second.allMistakes())],
  };
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (const bytes of [1 << 20, 1 << 12]) fillUp(descriptor, Buffer.alloc(bytes));
  } finally {
    closeSync(descriptor);
  }
}

function fillUp(descriptor: number, block: Buffer): void {
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
