import { getHeapStatistics } from "node:v8";

/**
 * Where a heap may become large, V8 lets it grow to four times of what is in use before it tidies up: with 10,000
 * monitors the worker took 546 MB to hold 95 MB. Under this limit, in megabytes, it took 352 MB.
 */
const heapMaxMb = 1_200;

/** The flag for a program's heap; none where `NODE_OPTIONS` has one, and never more than the machine would allow. */
export function heapLimit(
  nodeOptions = "",
  machineMaxMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20),
): string[] {
  if (/--max[-_]old[-_]space[-_]size/.test(nodeOptions)) return [];
  return [`--max-old-space-size=${Math.min(heapMaxMb, machineMaxMb)}`];
}
