import { z } from "zod";
import type { Random } from "./seeded-random.ts";

/** `source_address` sends a client always to the same pod, as a hash on the source IP does. */
export const balanceMode = z.enum(["round_robin", "random", "source_address"]);
export type BalanceMode = z.infer<typeof balanceMode>;

/** Chooses who answers a connection. */
export type Balancer = <T>(ready: readonly T[], sourceAddress: string) => T | null;

/** A balancer with its own turn; it chooses among whoever is ready at that moment, or nobody. */
export function createBalancer(mode: BalanceMode, random: Random): Balancer {
  let turn = 0;
  const indexOf: Record<BalanceMode, (count: number, source: string) => number> = {
    round_robin: (count) => turn++ % count,
    random: (count) => Math.floor(random() * count),
    source_address: (count, source) => hash(source) % count,
  };
  return (ready, source) =>
    ready.length === 0 ? null : (ready[indexOf[mode](ready.length, source)] ?? null);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
