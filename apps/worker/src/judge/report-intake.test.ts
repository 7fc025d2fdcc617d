import type { Observation } from "@rollcall/domain/observation";
import type { ReportPart } from "@rollcall/services/ingest";
import { describe, expect, it } from "vitest";
import { createReportIntake } from "./report-intake.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
/** The intake looks at the number of observations alone; `seq` tells them apart. */
const part = (environmentId: string, seqs: number[], workspaceId = "ws_1"): ReportPart => ({
  workspaceId,
  environmentId,
  observations: seqs.map((seq) => ({ seq }) as Observation),
});

const { signal } = new AbortController();

/** A judge that ends a judgement when it is told to, and notes what it was given. */
function slowJudge() {
  const judged: string[] = [];
  const ends: { end(): void; fail(error: Error): void }[] = [];
  const intake = createReportIntake(({ environmentId, observations }) => {
    judged.push(`${environmentId}: ${observations.map(({ seq }) => seq).join()}`);
    return new Promise((end, fail) => ends.push({ end, fail }));
  });
  return { intake, judged, ends };
}

describe("createReportIntake", () => {
  it("judges in one go what has come for an environment meanwhile", async () => {
    const { intake, judged, ends } = slowJudge();
    const taken = [[1, 2], [3], [4]].map((seqs) => intake.take([part("env_a", seqs)], signal));
    await settle();
    expect(judged).toEqual(["env_a: 1,2,3,4"]);
    taken.push(intake.take([part("env_a", [5])], signal), intake.take([part("env_a", [6])], signal));
    await settle();
    expect(judged).toHaveLength(1);
    ends[0]?.end();
    await settle();
    expect(judged).toEqual(["env_a: 1,2,3,4", "env_a: 5,6"]);
    ends[1]?.end();
    await Promise.all(taken);
  });

  it("never waits for one environment with another's, in one report neither", async () => {
    const { intake, judged, ends } = slowJudge();
    const stuck = Array.from({ length: 100 }, (_, i) => intake.take([part("env_stuck", [i])], signal));
    void Promise.all(stuck);
    await settle();
    const free = intake.take([part("env_free", [1])], signal);
    const mixed = intake.take([part("env_stuck", [7]), part("env_also_free", [2])], signal);
    void mixed;
    await settle();
    expect(judged.slice(1)).toEqual(["env_free: 1", "env_also_free: 2"]);
    ends[1]?.end();
    await free;
  });

  it("keeps lanes for other workspaces, however many environments of one are stuck", async () => {
    const { intake, judged } = slowJudge();
    for (let i = 0; i < 50; i++) void intake.take([part(`env_${i}`, [i], "ws_stuck")], signal);
    void intake.take([part("env_other", [1], "ws_other")], signal);
    await settle();
    expect(judged).toContain("env_other: 1");
  });

  it("judges apart what cannot be judged together, and fails only what fails alone", async () => {
    const judged: string[] = [];
    const intake = createReportIntake(async ({ observations }) => {
      const seqs = observations.map(({ seq }) => seq);
      if (seqs.includes(13)) throw new Error("cannot be stored");
      judged.push(seqs.join());
    });
    const results = await Promise.allSettled(
      [[1], [13], [2]].map((seqs) => intake.take([part("env_a", seqs)], signal)),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(judged).toEqual(["1", "2"]);
  });

  it("lets go of what nobody waits for any more, and does not ask a stuck judge for it again", async () => {
    const { intake, judged, ends } = slowJudge();
    const patience = new AbortController();
    const first = intake.take([part("env_a", [1])], patience.signal);
    const also = intake.take([part("env_a", [2])], patience.signal);
    await settle();
    const later = intake.take([part("env_a", [3])], patience.signal);
    const fresh = intake.take([part("env_a", [4])], signal);
    patience.abort(new Error("too late"));
    ends[0]?.fail(new Error("locked"));
    await Promise.all([first, also, later].map((taken) => expect(taken).rejects.toThrow("too late")));
    expect(judged).toEqual(["env_a: 1,2", "env_a: 4"]);
    ends[1]?.end();
    await fresh;
  });

  it("takes a long backlog in pieces that a transaction can hold", async () => {
    const sizes: number[] = [];
    const intake = createReportIntake(async ({ observations }) => void sizes.push(observations.length));
    const seqs = Array.from({ length: 500 }, (_, seq) => seq);
    await Promise.all(Array.from({ length: 9 }, () => intake.take([part("env_a", seqs)], signal)));
    expect(sizes).toEqual([2000, 2000, 500]);
  });
});
