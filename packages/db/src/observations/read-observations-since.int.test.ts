import type { Observation } from "@rollcall/domain/observation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addMonitor,
  asKept,
  dayMs,
  environmentId,
  makeObservation,
  noon,
  type ObservedMonitor,
  openObservedMonitor,
  workspaceId,
} from "../../test/observed-monitor.ts";
import { inTransaction } from "../database.ts";
import { newId } from "../new-id.ts";
import { readObservationsSince } from "./read-observations-since.ts";

let monitor: ObservedMonitor;
beforeAll(async () => {
  monitor = await openObservedMonitor();
});
afterAll(() => monitor.close());

/** By time; those of one instant by what they are told apart by. */
async function readSince(since: number): Promise<Observation[]> {
  const read = await inTransaction(monitor.db, (tx) =>
    readObservationsSince(tx, workspaceId, [{ environmentId, since }]),
  );
  return inOrder(read);
}

function inOrder(observations: Observation[]): Observation[] {
  return observations.toSorted(
    (a, b) => a.scheduledAt - b.scheduledAt || a.seq - b.seq || (a.region < b.region ? -1 : 1),
  );
}

function answersAt(change: Partial<Observation>, ...instants: number[]): Observation[] {
  return instants.map((at) =>
    makeObservation({ scheduledAt: at, startedAt: at + 7, finishedAt: at + 107, ...change }),
  );
}

describe("what was observed since an instant", () => {
  it("comes back as it was written, alike or not, and nothing older or of others", async () => {
    const midnight = noon + dayMs / 2;
    const at = (step: number) => midnight + step * 10_000;
    const written = [
      ...answersAt({}, at(-2), at(-1), at(0), at(1)),
      ...answersAt({ seq: 1, totalMs: 250.5, finishedAt: at(1) + 258, startedAt: at(1) + 7 }, at(1)),
      ...answersAt({ region: "us-east", instance: 'pod, the "second"' }, at(0), at(1)),
      ...answersAt({ version: { value: "1.43.0 beta", reader: { from: "text" } }, tlsDaysLeft: null }, at(2)),
      ...answersAt({ instance: "i".repeat(600), cache: {} }, at(3), at(4)),
      ...answersAt({ outcome: { kind: "timeout", phase: "first_byte" } }, at(5), at(6)),
      ...answersAt({ outcome: { kind: "answered", status: 503, body: "none" } }, at(7)),
      ...answersAt({ variant: "busted", seq: 900, configVersion: 4 }, at(7)),
    ];
    const older = answersAt({}, at(-3));
    const others = { workspaceId: newId("ws"), environmentId: newId("env"), monitorId: newId("mon") };
    await addMonitor(monitor.db, others.workspaceId, others.environmentId, others.monitorId);
    await monitor.write(...written, ...older, ...answersAt(others, at(0)));
    expect(await readSince(at(-2))).toEqual(inOrder(written).map(asKept));
  });

  it("comes back newest first when there is more of a monitor and region than is still new", async () => {
    const from = noon + 3 * dayMs;
    const instants = Array.from({ length: 510 }, (_, i) => from + i * 1_000);
    await monitor.write(...answersAt({}, ...instants), ...answersAt({ region: "us-east" }, from));
    const read = await readSince(from);
    expect(read.filter(({ region }) => region === "us-east")).toHaveLength(1);
    const own = read.filter(({ region }) => region === "eu-west");
    expect(own.map(({ scheduledAt }) => scheduledAt)).toEqual(instants.slice(10));
  });
});
