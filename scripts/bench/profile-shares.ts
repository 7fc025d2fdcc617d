/** What a CPU profile says: by whose code was running. */
import type { Profiler } from "node:inspector";
import type { Row } from "./report.ts";

/** A part of a program, by where its functions stand. The first that fits has it. */
export type Owner = { name: string; isIts(frame: { functionName: string; url: string }): boolean };

/** Of whatever program: what it stands on. */
export const commonOwners: Owner[] = [
  { name: "garbage collector", isIts: ({ functionName }) => functionName === "(garbage collector)" },
  { name: "Prisma", isIts: ({ url }) => /node_modules\/@prisma\/|^wasm:/.test(url) },
  { name: "pg", isIts: ({ url }) => /node_modules\/(pg|pg-protocol|pg-pool|postgres-)/.test(url) },
];

/** Neither waiting nor the profiler itself, whose commands are dispatched in this thread. */
const leftOut = ["(idle)", "(program)", "dispatch"];

/** How many percent of the time that was not spent waiting each owner took; `others` has what is nobody's. */
export function sharesOf(profile: Profiler.Profile, owners: readonly Owner[], others: string): Row {
  const ownerOf = new Map(
    profile.nodes.map(({ id, callFrame }) => {
      const isLeftOut = callFrame.url === "" && leftOut.includes(callFrame.functionName);
      return [id, isLeftOut ? null : (owners.find(({ isIts }) => isIts(callFrame))?.name ?? others)];
    }),
  );
  const spent = new Map([...owners.map(({ name }) => name), others].map((name) => [name, 0]));
  profile.samples?.forEach((id, i) => {
    const owner = ownerOf.get(id);
    if (owner) spent.set(owner, (spent.get(owner) ?? 0) + (profile.timeDeltas?.[i] ?? 0));
  });
  const all = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(
    [...spent].map(([owner, time]) => [owner, `${Math.round((100 * time) / all)} %`]),
  );
}
