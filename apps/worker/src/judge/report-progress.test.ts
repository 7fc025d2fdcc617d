import type { ReportPart } from "@rollcall/services/ingest";
import { describe, expect, it } from "vitest";
import { createReportProgress } from "./report-progress.ts";

const part = (environmentId: string, workspaceId = "ws_1"): ReportPart => ({
  workspaceId,
  environmentId,
  observations: [],
});

describe("createReportProgress", () => {
  it("leaves of a report what is not done, by environment", () => {
    const progress = createReportProgress();
    const parts = ["a", "b", "c"].map((name) => part(name));
    expect(progress.left("rep_1", parts)).toEqual(parts);
    progress.noteDone("rep_1", part("b"));
    progress.noteDone("rep_1", part("c", "ws_2"));
    expect(progress.left("rep_1", parts)).toEqual([part("a"), part("c")]);
    expect(progress.left("rep_2", parts)).toEqual(parts);
    progress.forget("rep_1");
    expect(progress.left("rep_1", parts)).toEqual(parts);
  });

  it("forgets the oldest of thousands", () => {
    const progress = createReportProgress();
    for (let i = 0; i < 2_001; i++) progress.noteDone(`rep_${i}`, part("a"));
    expect(progress.left("rep_0", [part("a")])).toEqual([part("a")]);
    expect(progress.left("rep_1", [part("a")])).toEqual([]);
  });
});
