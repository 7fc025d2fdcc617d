import { getHeapStatistics } from "node:v8";

/**
 * Where a heap may become large, V8 lets it grow to four times of what is in use before it tidies up: with 10,000
 * monitors the worker took 546 MB to hold 95 MB. Under this limit, in megabytes, it took 352 MB.
 */
const heapMaxMb = 1_200;
const ownYoungMaxMb = 16;

/**
 * The flags for a program's heap, without those that `NODE_OPTIONS` has; it is never larger than the machine would
 * allow. `youngMaxMb` is half the room for what was made last: with more of it, less of that is still in use, and
 * copied, when the room is full. V8's own unless given.
 */
export function heapFlags(
  nodeOptions = "",
  youngMaxMb = ownYoungMaxMb,
  machineMaxMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20),
): string[] {
  const flags = {
    "--max-old-space-size": Math.min(heapMaxMb, machineMaxMb),
    "--max-semi-space-size": Math.min(youngMaxMb, Math.floor(machineMaxMb / 16)),
  };
  const given = nodeOptions.replaceAll("_", "-");
  return Object.entries(flags).flatMap(([flag, mb]) => (given.includes(flag) ? [] : [`${flag}=${mb}`]));
}
