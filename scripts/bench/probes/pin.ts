/** Keeps what is measured and what is not on different cores, by Linux's `taskset`. */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { findProgram } from "@rollcall/testing/find-program";

/** `measured` has the first core for itself; `others` share the rest. */
export type Place = "measured" | "others";

/** Whether programs can be pinned here. */
export const canPin = cpus().length > 1 && findProgram("taskset") !== null;

/** Pins a program with all its threads; what it starts afterwards inherits the place. Does nothing where it cannot. */
export function pin(pid: number, place: Place): void {
  if (!canPin) return;
  const cores = place === "measured" ? "0" : `1-${cpus().length - 1}`;
  spawnSync("taskset", ["-acp", cores, String(pid)], { stdio: "ignore" });
}
