import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import { type HistorySlice, historySpanMs } from "./history.ts";
import { defaultRolloutPolicy } from "./policy.ts";
import { advanceProgress, errorsBehind, meanShare, type Progress, type ProgressPart } from "./progress.ts";
import { findStuckRule } from "./stuck.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

const deadlineMs = defaultRolloutPolicy.progressDeadlineMs;
const started: Progress = { at: 0, kind: "started", seen: [], done: [], peakShare: 0 };

/** What a part answers when its share of expected answers at second t is `share(t)`: five answers every two seconds. */
function historyOf(share: (second: number) => number, seconds: number, seed = 1): HistorySlice[] {
  const random = seeded(seed);
  const history: HistorySlice[] = [];
  for (let second = 0; second < seconds; second += 2) {
    const at = Math.floor(second / 10) * 10_000;
    const slice = history.at(-1)?.at === at ? history.pop() : { at, expected: 0, answers: 0 };
    let { expected = 0, answers = 0 } = slice ?? {};
    for (let i = 0; i < 5; i++) expected += random() < share(second) ? 1 : 0;
    answers += 5;
    history.push({ at, expected, answers });
  }
  return history;
}

function partOf(share: (second: number) => number, seconds: number, seed = 1): ProgressPart {
  const history = historyOf(share, seconds, seed);
  return { key: "a", isSeen: history.some((slice) => slice.expected > 0), isDone: false, history };
}

/** When and by which rule a rollout is first found stuck, judged every 10 s. */
function firstStuck(
  share: (second: number) => number,
  seconds: number,
  seed = 1,
): { second: number; rule: string } | null {
  const complete = historyOf(share, seconds, seed);
  const seenAt = complete.find((slice) => slice.expected > 0)?.at ?? Number.POSITIVE_INFINITY;
  let progress = started;
  for (let now = 10_000; now <= seconds * 1000; now += 10_000) {
    const history = complete.filter(({ at }) => at < now && at >= now - historySpanMs);
    const parts = [{ key: "a", isSeen: seenAt < now, isDone: false, history }];
    progress = advanceProgress(progress, parts, now);
    const rule = findStuckRule(progress, parts, { startedAt: 0, now, deadlineMs });
    if (rule !== null) return { second: now / 1000, rule };
  }
  return null;
}

const podByPod = (pods: number, secondsEach: number) => (second: number) =>
  Math.min(1, Math.floor(second / secondsEach) / pods);

describe("a healthy rollout", () => {
  it.each([
    { name: "50 pods, one a minute", share: podByPod(50, 60), seconds: 3000 },
    { name: "60 pods, 90 s each", share: podByPod(60, 90), seconds: 5400 },
    { name: "10 pods, 20 s each", share: podByPod(10, 20), seconds: 240 },
    { name: "quarters, a minute each", share: podByPod(4, 60), seconds: 270 },
  ])("is never stuck, even seen from one region: $name", ({ share, seconds }) => {
    const found = [1, 2, 3, 4, 5].map((seed) => firstStuck(share, seconds - 1, seed));
    expect(found).toEqual([null, null, null, null, null]);
  });
});

describe("a rollout that stops", () => {
  it.each([
    { name: "at one half", share: (s: number) => (s < 30 ? 0 : 0.5), from: 240, to: 400 },
    { name: "with one of ten pods left", share: (s: number) => Math.min(0.9, s / 100), from: 240, to: 500 },
    {
      name: "at one half of a slow one",
      share: (s: number) => Math.min(0.5, podByPod(60, 90)(s)),
      from: 2700,
      to: 5400,
    },
  ])("is found stuck by its own pace: $name", ({ share, from, to }) => {
    for (const seed of [1, 2, 3]) {
      const found = firstStuck(share, to, seed);
      expect(found?.second).toBeGreaterThanOrEqual(from);
    }
  });

  it("is stuck exactly at the deadline when it was never seen", () => {
    expect(firstStuck(() => 0, 700)).toEqual({ second: 600, rule: "stuck.progress_deadline" });
  });

  it("is stuck by the deadline when it was seen once and not again", () => {
    const found = firstStuck((s) => (s === 60 ? 1 : 0), 1000);
    expect(found?.second).toBeGreaterThanOrEqual(360);
    expect(found?.second).toBeLessThan(700);
  });
});

describe("errorsBehind", () => {
  const measure = (share: (second: number) => number) =>
    errorsBehind([partOf(share, 1200)], { startedAt: 0, now: 1_200_000, spanMs: 480_000 });

  it("is large for a rollout that has stopped, and none for one that goes on or is at its end", () => {
    const pace = (s: number) => s / 2400;
    expect(measure((s) => pace(Math.min(s, 700)))).toBeGreaterThan(4);
    expect(measure(pace)).toBe(0);
    expect(measure((s) => Math.min(1, s / 400))).toBe(0);
  });

  it("is none without anything to go on from", () => {
    expect(measure(() => 0)).toBe(0);
    expect(errorsBehind([partOf(() => 0.5, 60)], { startedAt: 0, now: 60_000, spanMs: 360_000 })).toBe(0);
  });
});

describe("advanceProgress", () => {
  it("takes the joining of a part for a new start, also where states did not know their parts", () => {
    const [a, b] = [partOf(() => 0, 60), { ...partOf(() => 0, 60), key: "b" }];
    const known = advanceProgress(started, [a], 60_000);
    expect(known).toMatchObject({ at: 0, kind: "started", known: ["a"] });
    expect(advanceProgress(known, [a, b], 61_000)).toMatchObject({ at: 61_000, kind: "joined" });
    expect(advanceProgress(started, [a, b], 61_000)).toMatchObject({ at: 0, kind: "started" });
  });

  it("asks for more before it takes back that a rollout is stuck", () => {
    const progress: Progress = { ...started, kind: "first_seen", seen: ["a"] };
    const gains = (isStuck: boolean) =>
      Array.from({ length: 40 }, (_, seed) => partOf((s) => (s < 60 ? 0.3 : 0.45), 120, seed))
        .map((part) => advanceProgress(progress, [part], 120_000, { isStuck }).kind)
        .filter((kind) => kind === "gain").length;
    expect(gains(false)).toBeGreaterThan(0);
    expect(gains(true)).toBeLessThan(gains(false));
  });

  it("counts the first answer of each part, each part done and a proven gain as progress, in this strength", () => {
    const unseen = partOf(() => 0, 60);
    const seen = { ...unseen, isSeen: true };
    const first = advanceProgress(started, [seen], 60_000);
    expect(first).toMatchObject({ at: 60_000, kind: "first_seen", seen: ["a"] });
    expect(advanceProgress(first, [seen], 61_000)).toMatchObject({ at: 60_000 });
    const done = advanceProgress(first, [{ ...seen, isDone: true }], 62_000);
    expect(done).toMatchObject({ at: 62_000, kind: "part_done" });
    const grown = partOf((s) => (s < 60 ? 0.1 : 0.7), 120);
    expect(advanceProgress({ ...first, at: 30_000 }, [grown], 120_000)).toMatchObject({
      at: 120_000,
      kind: "gain",
    });
  });

  it("counts an instance more than ever, and none that only returns", () => {
    const part = partOf(() => 0.4, 60);
    const replacedBy = (progress: Progress, replaced: number | null, now: number) =>
      advanceProgress(progress, [part], now, { replaced });
    const first = replacedBy(advanceProgress(started, [part], 10_000), 3, 11_000);
    expect(first).toMatchObject({ at: 10_000, kind: "first_seen", instances: 3 });
    const more = replacedBy(first, 4, 12_000);
    expect(more).toMatchObject({ at: 12_000, kind: "instance", instances: 4 });
    expect(replacedBy(replacedBy(more, 2, 13_000), 4, 14_000)).toMatchObject({ at: 12_000, instances: 4 });
    expect(replacedBy(more, null, 15_000)).toMatchObject({ at: 12_000, instances: 4 });
  });

  it("does not take the noise of a standing share for progress", () => {
    const marks = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const progress: Progress = { at: 60_000, kind: "first_seen", seen: ["a"], done: [], peakShare: 0 };
      return advanceProgress(progress, [partOf(() => 0.4, 660, seed)], 660_000).at;
    });
    expect(marks).toEqual(marks.map(() => 60_000));
  });
});

describe("meanShare", () => {
  it("weighs parts alike, however many answers each gave", () => {
    const busy = { history: [{ at: 0, expected: 100, answers: 100 }] };
    const quiet = { history: [{ at: 0, expected: 0, answers: 10 }] };
    expect(meanShare([busy, quiet, { history: [] }], 0, 1000)).toMatchObject({ share: 0.5, answers: 110 });
  });
});
