import type { Observation } from "@rollcall/domain/observation";
import type { ReportPart } from "@rollcall/services/ingest";
import { describe, expect, it } from "vitest";
import { createReportIntake, type ReportJudge } from "./report-intake.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
/** The intake looks at the number of observations alone; `seq` tells them apart. */
const part = (environmentId: string, seqs: number[], workspaceId = "ws_1"): ReportPart => ({
  workspaceId,
  environmentId,
  observations: seqs.map((seq) => ({ seq }) as Observation),
});

const { signal } = new AbortController();

/** A judge that ends a judgement when it is told to, and notes what it was given. `held` are judged alone only. */
function slowJudge(held: string[] = []) {
  const judged: string[] = [];
  const ends: { end(): void; fail(error: Error): void }[] = [];
  const judge = (parts: ReportPart[]) => {
    judged.push(parts.map(describePart).join(" + "));
    return new Promise<void>((end, fail) => ends.push({ end, fail }));
  };
  const moments: (() => void)[] = [];
  const rest = {
    isQuiet: ({ environmentId }: ReportPart) => environmentId.startsWith("quiet"),
    later: (work: () => void) => void moments.push(work),
  };
  const judgement = {
    alone: (part: ReportPart) => judge([part]),
    async together(parts: ReportPart[]) {
      const free = parts.map(({ environmentId }) => !held.includes(environmentId));
      const ofFree = parts.filter((_, i) => free[i]);
      if (ofFree.length > 0) await judge(ofFree);
      return free;
    },
  } satisfies ReportJudge;
  const intake = createReportIntake(judgement, rest);
  return { intake, judged, ends, moments };
}

function describePart({ environmentId, observations }: ReportPart): string {
  return `${environmentId}: ${observations.map(({ seq }) => seq).join()}`;
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

  it("tells of each part as it is judged, also where others cannot be", async () => {
    const { intake, ends } = slowJudge(["env_bad"]);
    const told: string[] = [];
    const parts = [part("env_a", [1]), part("env_bad", [2])];
    const taken = intake.take(parts, signal, ({ environmentId }) => told.push(environmentId));
    await settle();
    ends[0]?.end();
    await settle();
    expect(told).toEqual(["env_a"]);
    ends[1]?.fail(new Error("it cannot be judged"));
    await expect(taken).rejects.toThrow("it cannot be judged");
    expect(told).toEqual(["env_a"]);
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
    expect(judged.slice(1)).toEqual(["env_free: 1 + env_also_free: 2"]);
    ends[1]?.end();
    await free;
  });

  it("judges environments together that wait, 100 at most and of one workspace", async () => {
    const { intake, judged, ends } = slowJudge();
    const report = Array.from({ length: 105 }, (_, i) => part(`env_${i}`, [i]));
    const taken = intake.take([...report, part("env_other", [1], "ws_other")], signal);
    await settle();
    expect(judged.map((together) => together.split(" + ").length).sort((a, b) => a - b)).toEqual([1, 5, 100]);
    expect(judged).toContain("env_other: 1");
    for (const { end } of ends) end();
    await taken;
  });

  it("judges fewer environments together that have much to judge", async () => {
    const { intake, judged, ends } = slowJudge();
    const burst = Array.from({ length: 60 }, (_, seq) => seq);
    const taken = intake.take(
      ["env_a", "env_b", "env_c"].map((environmentId) => part(environmentId, burst)),
      signal,
    );
    await settle();
    expect(judged.map((together) => together.split(" + ").length)).toEqual([2, 1]);
    for (const { end } of ends) end();
    await taken;
  });

  it("judges alone whom another holds, without keeping those who came with him", async () => {
    const { intake, judged, ends } = slowJudge(["env_held"]);
    const held = intake.take([part("env_held", [1])], signal);
    const together = intake.take([part("env_a", [1]), part("env_held", [2]), part("env_b", [1])], signal);
    await settle();
    expect(judged).toEqual(["env_a: 1 + env_b: 1"]);
    ends[0]?.end();
    await settle();
    expect(judged.slice(1)).toEqual(["env_held: 1,2"]);
    const after = intake.take([part("env_a", [3])], signal);
    await settle();
    expect(judged.slice(2)).toEqual(["env_a: 3"]);
    for (const { end } of ends) end();
    await Promise.all([held, together, after]);
  });

  it("keeps lanes for other workspaces, however many environments of one are stuck", async () => {
    const stuck = Array.from({ length: 50 }, (_, i) => `env_${i}`);
    const { intake, judged } = slowJudge(stuck);
    for (const environmentId of stuck) void intake.take([part(environmentId, [1], "ws_stuck")], signal);
    await settle();
    void intake.take([part("env_other", [1], "ws_other")], signal);
    await settle();
    expect(judged).toContain("env_other: 1");
  });

  it("judges apart what cannot be judged together, and fails only what fails alone", async () => {
    const judged: string[] = [];
    const alone = async (one: ReportPart) => {
      if (one.observations.some(({ seq }) => seq === 13)) throw new Error("cannot be stored");
      judged.push(describePart(one));
    };
    const together = async (parts: ReportPart[]) => {
      for (const one of parts) await alone(one);
      return parts.map(() => true);
    };
    const intake = createReportIntake({ alone, together });
    const reports = [part("env_a", [1]), part("env_a", [13]), part("env_a", [2]), part("env_b", [3])];
    const results = await Promise.allSettled(reports.map((one) => intake.take([one], signal)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(judged.sort()).toEqual(["env_a: 1", "env_a: 2", "env_b: 3"]);
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
    const alone = async ({ observations }: ReportPart) => void sizes.push(observations.length);
    const intake = createReportIntake({ alone, together: async (parts) => parts.map(() => false) });
    const seqs = Array.from({ length: 500 }, (_, seq) => seq);
    await Promise.all(Array.from({ length: 9 }, () => intake.take([part("env_a", seqs)], signal)));
    expect(sizes).toEqual([2000, 2000, 500]);
  });

  describe("with quiet answers", () => {
    it("lets them rest for a moment and judges together what has come by then", async () => {
      const { intake, judged, ends, moments } = slowJudge();
      const taken = [
        intake.take([part("quiet_a", [1])], signal),
        intake.take([part("quiet_b", [2])], signal),
        intake.take([part("quiet_a", [3])], signal),
      ];
      await settle();
      expect(judged).toEqual([]);
      expect(moments).toHaveLength(1);
      moments[0]?.();
      await settle();
      expect(judged).toEqual(["quiet_a: 1,3 + quiet_b: 2"]);
      for (const { end } of ends) end();
      await Promise.all(taken);
    });

    it("takes them along at once with what is pressing in their workspace, in their environment too", async () => {
      const { intake, judged } = slowJudge();
      void intake.take([part("quiet_a", [1]), part("quiet_else", [2], "ws_2")], signal);
      void intake.take([part("env_down", [3])], signal);
      await settle();
      expect(judged).toEqual(["env_down: 3 + quiet_a: 1"]);
    });

    it("judges them as soon as a judgement is full", async () => {
      const { intake, judged } = slowJudge();
      void intake.take(
        Array.from({ length: 100 }, (_, i) => part(`quiet_${i}`, [i])),
        signal,
      );
      await settle();
      expect(judged.map((together) => together.split(" + ").length)).toEqual([100]);
    });

    it("lets them rest anew when a moment is over, and judges none of them twice", async () => {
      const { intake, judged, ends, moments } = slowJudge();
      const first = intake.take([part("quiet_a", [1])], signal);
      moments[0]?.();
      await settle();
      ends[0]?.end();
      await first;
      const second = intake.take([part("quiet_a", [2])], signal);
      await settle();
      expect(judged).toEqual(["quiet_a: 1"]);
      moments[1]?.();
      await settle();
      ends[1]?.end();
      await second;
      expect(judged).toEqual(["quiet_a: 1", "quiet_a: 2"]);
    });

    it("lets go of those that rest when whoever asked gives up", async () => {
      const { intake, judged, moments } = slowJudge();
      const patience = new AbortController();
      const taken = intake.take([part("quiet_a", [1])], patience.signal);
      patience.abort(new Error("too late"));
      moments[0]?.();
      await expect(taken).rejects.toThrow("too late");
      expect(judged).toEqual([]);
    });
  });
});
