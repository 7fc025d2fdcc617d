import type { ComparedAnswerView } from "@rollcall/services/views";
import { formatDuration } from "../../format/duration.ts";

/** "Cloudflare AMS, hit, 12 min 40 s old": who kept the answer and for how long, as far as its headers say. */
export function describeCache({
  edge,
  pop,
  cache,
  ageSeconds,
}: Pick<ComparedAnswerView, "edge" | "pop" | "cache" | "ageSeconds">): string {
  const place = [edge, pop].filter((name) => name !== null).join(" ");
  const age = ageSeconds === null ? "" : `${formatDuration(ageSeconds)} old`;
  const verdict = cache === "unknown" ? "" : cache;
  return [place, verdict, age].filter((words) => words !== "").join(", ");
}
