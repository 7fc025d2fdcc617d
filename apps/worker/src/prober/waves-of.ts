import type { ProbeBatch, ProbeItem } from "@rollcall/queue";

type Scheduled = Pick<ProbeItem, "scheduledAt">;

/** What of a batch is due together, and in how long. */
export type Wave<Item extends Scheduled> = { inMs: number; items: Item[] };

const secondMs = 1_000;

/**
 * Parts a batch by its instants. Where this clock does not agree that its second is running, because it is off or the
 * batch late, the second begins now: what was spread over it stays spread, and none waits for longer than it.
 */
export function wavesOf<Item extends Scheduled>(
  { items, secondAt }: Pick<ProbeBatch, "secondAt"> & { items: Item[] },
  now: number,
): Wave<Item>[] {
  if (secondAt === undefined) return [{ inMs: 0, items }];
  const isRunning = now >= secondAt && now < secondAt + secondMs;
  const begun = isRunning ? now : secondAt;
  const waves = new Map<number, Wave<Item>>();
  for (const item of items) {
    const inMs = Math.max(0, item.scheduledAt - begun);
    const wave = waves.get(inMs);
    if (wave === undefined) waves.set(inMs, { inMs, items: [item] });
    else wave.items.push(item);
  }
  return [...waves.values()];
}
