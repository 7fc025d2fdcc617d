/** How a deploy is being probed, and how to ask the same by hand. */
import type { BurstPlan } from "@rollcall/domain/rollout";
import { countOf } from "@rollcall/domain/words";

/** A sentence about the present plan; `hasEnded` when nobody probes for this deploy any more. */
export function describeProbing(plan: BurstPlan | null, hasEnded: boolean): string {
  if (hasEnded) return "Not probed for this deploy any more.";
  if (plan === null || plan.mode === "interval") return "Probed at each monitor's own interval.";
  const pace = `${countOf(plan.count, "probe")} every ${plan.everyMs / 1000} s from each region`;
  const reasons = {
    watching: "while nothing moves",
    confirming: "to prove what is left",
    stuck: "until something moves again",
  } as const;
  const beside = plan.compareCache ? ", one more past the caches" : "";
  return `${pace} ${reasons[plan.mode]}${beside}.`;
}

/** What a curl command needs of a monitor; a secret header's value is `null`. */
export type CurlTarget = {
  url: string;
  method: string;
  timeoutMs: number;
  headers: { name: string; value: string | null }[];
};

/** A command that asks as a probe does: a fresh connection, no cookies, nothing compressed, headers shown. */
export function curlCommand(target: CurlTarget): string {
  const parts = ["curl", "-sS", "-D-", "--max-time", String(Math.ceil(target.timeoutMs / 1000))];
  if (target.method === "HEAD") parts.push("--head");
  else if (target.method !== "GET") parts.push("-X", target.method);
  for (const { name, value } of target.headers) parts.push("-H", quote(`${name}: ${value ?? "***"}`));
  return [...parts, quote(target.url)].join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
