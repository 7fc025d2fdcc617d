/** Where a program's own CPU goes while it works: by whose code was running. */
import { Session } from "node:inspector/promises";
import { commonOwners, type Owner, sharesOf } from "../profile-shares.ts";
import type { Row } from "../report.ts";

const owners: Owner[] = [
  { name: "Rollcall", isIts: ({ url }) => /\/packages\/(db|domain|services)\//.test(url) },
  ...commonOwners,
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
  return sharesOf(profile, owners, "Node and system");
}
