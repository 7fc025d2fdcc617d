import { formatPercent } from "../words/index.ts";

/** What `live` proves: "less than 10 % old, 99 % sure". */
export function proofWords({ tolerance, risk }: { tolerance: number; risk: number }): string {
  return `less than ${formatPercent(tolerance)} old, ${formatPercent(1 - risk)} sure`;
}
