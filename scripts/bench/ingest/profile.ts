/** Where a program's own CPU goes while it works: by whose code was running. */
import { Session } from "node:inspector/promises";
import type { Row } from "../report.ts";

const owners: [name: string, pattern: RegExp][] = [
  ["Prisma", /node_modules\/@prisma\/|^wasm:/],
  ["pg", /node_modules\/(pg|pg-protocol|pg-pool|postgres-)/],
  ["Rollcall", /\/packages\/(db|domain|services)\//],
];

/** Does the work and tells how many percent of the time that was not spent waiting each owner took. */
export async function profileShares(work: () => Promise<void>): Promise<Row> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const ownerOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOwner(callFrame)]));
  const spent: Record<string, number> = {
    Rollcall: 0,
    Prisma: 0,
    pg: 0,
    "garbage collector": 0,
    "Node and system": 0,
  };
  profile.samples?.forEach((id, i) => {
    const owner = ownerOf.get(id);
    if (owner !== undefined && owner !== null)
      spent[owner] = (spent[owner] ?? 0) + (profile.timeDeltas?.[i] ?? 0);
  });
  const all = Object.values(spent).reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(
    Object.entries(spent).map(([owner, time]) => [owner, `${Math.round((100 * time) / all)} %`]),
  );
}

/** Neither waiting nor the profiler itself, whose commands are dispatched in this thread. */
const leftOut = ["(idle)", "(program)", "dispatch"];

/** `null` for what is left out. What has no place in a file is Node's own, such as writing to a socket. */
function nameOwner({ functionName, url }: { functionName: string; url: string }): string | null {
  if (url === "" && leftOut.includes(functionName)) return null;
  if (functionName === "(garbage collector)") return "garbage collector";
  return owners.find(([, pattern]) => pattern.test(url))?.[0] ?? "Node and system";
}
