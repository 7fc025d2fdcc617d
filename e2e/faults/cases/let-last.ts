import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { House } from "../house.ts";
import { patience } from "../patience.ts";

/** Lets a fault last, and until /readyz has said that this does not answer. Gives back what to say of it. */
export async function letLast(house: House, store: "database" | "queue", ms: number): Promise<string> {
  const beganAt = Date.now();
  const isSaid = async () => (await house.findFailing()).includes(`${store}:responseTime`);
  await waitUntil(`/readyz to say that the ${store} is away`, isSaid, { ...patience, everyMs: 1_000 });
  await pause(Math.max(0, beganAt + ms - Date.now()));
  return `it was away for ${ms / 1000} s, and /readyz said so`;
}
