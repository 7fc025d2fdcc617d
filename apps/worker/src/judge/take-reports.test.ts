import type { Observation } from "@rollcall/domain/observation";
import type { ReportPart } from "@rollcall/services/ingest";
import { describe, expect, it } from "vitest";
import { createReportTaking } from "./take-reports.ts";

const context = { jobId: "job", attempt: 1, signal: new AbortController().signal };
const reportOf = (reportId: string, observations: number) => ({
  ...{ reportId, region: "eu", workerId: "w", sentAt: 0 },
  observations: Array.from({ length: observations }, (_, seq) => ({ seq }) as Observation),
});

/** A way on which each environment has a hundred observations, what is named "calm" rests, and the rest is judged by hand. */
function openWay() {
  const judging: { part: ReportPart; done(): void; fail(error: Error): void }[] = [];
  const loads: boolean[] = [];
  const take = createReportTaking(
    {
      async receive({ observations }) {
        const parts: ReportPart[] = [];
        for (let i = 0; i < observations.length; i += 100)
          parts.push({
            workspaceId: "ws",
            environmentId: i === 0 ? "calm" : `env_${i / 100}`,
            observations: observations.slice(i, i + 100),
          });
        return parts;
      },
      resting: { sortOut: async (parts) => parts.filter(({ environmentId }) => environmentId !== "calm") },
      intake: {
        async take(parts, _, onJudged) {
          const judged = (part: ReportPart) =>
            new Promise<void>((done, fail) => judging.push({ part, done, fail })).then(() =>
              onJudged?.(part),
            );
          const results = await Promise.allSettled(parts.map(judged));
          const failed = results.find((result) => result.status === "rejected");
          if (failed) throw failed.reason;
        },
      },
    },
    (isTooMuch) => loads.push(isTooMuch),
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { take, judging, loads, settle };
}

describe("createReportTaking", () => {
  it("goes on where a report was left", async () => {
    const { take, judging, settle } = openWay();
    const first = take(reportOf("rep_1", 300), context);
    await settle();
    expect(judging.map(({ part }) => part.environmentId)).toEqual(["env_1", "env_2"]);
    judging[0]?.done();
    judging[1]?.fail(new Error("its time is over"));
    await expect(first).rejects.toThrow("its time is over");
    const second = take(reportOf("rep_1", 300), { ...context, attempt: 2 });
    await settle();
    expect(judging.slice(2).map(({ part }) => part.environmentId)).toEqual(["env_2"]);
    judging[2]?.done();
    await second;
  });

  it("tells when too much is in hand and when it is not any more, whether it is done or given back", async () => {
    const { take, judging, loads, settle } = openWay();
    const taken = ["rep_1", "rep_2", "rep_3", "rep_4", "rep_5"].map((id) =>
      take(reportOf(id, 1_000), context),
    );
    expect(loads).toEqual([true]);
    await settle();
    // A hundred of each rest, so 4,500 are left.
    for (const { done } of judging.slice(0, 4)) done();
    await settle();
    expect(loads).toEqual([true]);
    for (const { done } of judging.slice(4, 6)) done();
    await settle();
    expect(loads).toEqual([true, false]);
    for (const { fail } of judging.slice(6)) fail(new Error("its time is over"));
    expect((await Promise.allSettled(taken)).every(({ status }) => status === "rejected")).toBe(true);
    expect(loads).toEqual([true, false]);
    void take(reportOf("rep_6", 4_001), context);
    expect(loads).toEqual([true, false, true]);
  });
});
