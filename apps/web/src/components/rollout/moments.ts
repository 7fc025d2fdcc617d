/** What was being said at a given time of a rollout: why it alerted then, or did not. */
import type { VerdictWire } from "@rollcall/domain/wire";

/** The verdict that stood at `fromMs`, if any, and every change until `toMs`, oldest first. */
export function verdictsDuring(verdicts: VerdictWire[], fromMs: number, toMs: number): VerdictWire[] {
  const byTime = [...verdicts].sort((a, b) => a.seq - b.seq);
  const standing = byTime.findLast(({ at }) => Date.parse(at) <= fromMs);
  const changes = byTime.filter(({ at }) => Date.parse(at) > fromMs && Date.parse(at) < toMs);
  return standing === undefined ? changes : [standing, ...changes];
}
