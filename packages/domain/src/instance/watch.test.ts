import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeNews } from "./describe-news.ts";
import { type InstanceFault, type InstanceFaultCode, instanceFaultCodes, isEssentialFault } from "./types.ts";
import { advanceWatch, planNews, quietWatch, recordNews, storedWatch, type Watch } from "./watch.ts";

const turnMs = 5_000;
const fault = (code: InstanceFaultCode, level?: number): InstanceFault => ({
  code,
  isEssential: isEssentialFault(code),
  since: null,
  what: `${code}.`,
  advice: "Mend it.",
  ...(level !== undefined && { level }),
});

/** What is wrong from a second on, as codes; a number behind a colon is its level. */
type Script = [atSeconds: number, wrong: string][];

const faultsOf = (wrong: string) =>
  wrong.split(" ").flatMap((word) => {
    const [code = "", level] = word.split(":");
    return code === ""
      ? []
      : [fault(code as InstanceFaultCode, level === undefined ? undefined : Number(level))];
  });

/** Plays a script in turns, and gives back when the medium was told what. */
function play(script: Script, untilSeconds: number, isAway: (seconds: number) => boolean = () => false) {
  let watch: Watch = quietWatch;
  const told: string[] = [];
  for (let ms = 0; ms <= untilSeconds * 1000; ms += turnMs) {
    const wrong = script.findLast(([seconds]) => seconds * 1000 <= ms)?.[1] ?? "";
    const faults = faultsOf(wrong);
    watch = advanceWatch(watch, faults, ms);
    const news = planNews(watch, "mail", faults, ms);
    if (news === null || isAway(ms / 1000)) continue;
    watch = recordNews(watch, "mail", news, ms);
    told.push(`${ms / 1000} ${describeNews(news, ms).subject.replace("[rollcall] ", "")}`);
  }
  return told;
}

const cases: { name: string; script: Script; until: number; away?: [number, number]; told: string[] }[] = [
  {
    name: "tells nothing of a restart",
    script: [
      [0, "judge_down"],
      [25, ""],
    ],
    until: 600,
    told: [],
  },
  {
    name: "tells once that it began and once that it is over",
    script: [
      [0, "judge_down"],
      [600, ""],
    ],
    until: 3600,
    told: ["30 Trouble: no judge at work", "720 Over: no judge at work"],
  },
  {
    name: "tells no end while it only pauses",
    script: [
      [0, "judge_down"],
      [100, ""],
      [200, "judge_down"],
      [300, ""],
    ],
    until: 3600,
    told: ["30 Trouble: no judge at work", "420 Over: no judge at work"],
  },
  {
    name: "asks half an hour of calm of what comes and goes",
    script: [
      [0, "queue_down"],
      [60, ""],
      [300, "queue_down"],
      [400, ""],
      [700, "queue_down"],
      [800, ""],
    ],
    until: 7200,
    told: [
      "30 Trouble: queue away",
      "180 Over: queue away",
      "330 Trouble: queue away",
      "2600 Over: queue away",
    ],
  },
  {
    name: "tells in one message what begins within a moment",
    script: [
      [0, "no_leader"],
      [10, "no_leader scheduler_down judge_down"],
    ],
    until: 300,
    told: ["40 Trouble: no scheduler leads, no scheduler at work and no judge at work"],
  },
  {
    name: "does not wait for ever for what may join",
    script: [
      [0, "queue_down"],
      [20, "queue_down judge_down"],
      [40, "queue_down judge_down no_leader"],
      [45, "queue_down no_leader"],
      [60, "queue_down no_leader judge_down"],
      [65, "queue_down judge_down"],
      [80, "queue_down judge_down no_leader"],
      [85, "queue_down no_leader"],
      [100, "queue_down"],
    ],
    until: 300,
    told: ["90 Trouble: queue away"],
  },
  {
    name: "reminds of an essential one every four hours",
    script: [[0, "judge_down"]],
    until: 9 * 3600,
    told: ["30 Trouble: no judge at work", "14430 Still: no judge at work", "28830 Still: no judge at work"],
  },
  {
    name: "tells a rise when it has doubled, and a smaller one after an hour",
    script: [
      [0, "dead_letters:4"],
      [100, "dead_letters:7"],
      [200, "dead_letters:8"],
      [300, "dead_letters:9"],
    ],
    until: 4000,
    told: ["30 Trouble: messages given up", "200 Still: messages given up", "3800 Still: messages given up"],
  },
  {
    name: "tells late what is true by then, and no end of what it has not told",
    script: [
      [0, "mail_refused"],
      [300, "mail_refused judge_down"],
      [600, "mail_refused"],
    ],
    until: 1200,
    away: [0, 900],
    told: ["900 Trouble: mail not taken"],
  },
  {
    name: "says what goes on beside what is over",
    script: [
      [0, "mail_refused judge_down"],
      [600, "mail_refused"],
    ],
    until: 1200,
    told: [
      "30 Trouble: mail not taken and no judge at work",
      "720 Over: no judge at work; still: mail not taken",
    ],
  },
];

describe("the watch over an instance", () => {
  it.each(cases)("$name", ({ script, until, away: [from, to] = [0, 0], told }) => {
    expect(play(script, until, (seconds) => seconds >= from && seconds < to)).toEqual(told);
  });

  it("tells each medium by its own record", () => {
    const faults = [fault("mail_refused")];
    let watch = advanceWatch(advanceWatch(quietWatch, faults, 0), faults, 30_000);
    const news = planNews(watch, "webhook", faults, 30_000);
    expect(news?.begun).toEqual(faults);
    watch = recordNews(watch, "webhook", news!, 30_000);
    expect(planNews(watch, "webhook", faults, 35_000)).toBeNull();
    expect(planNews(watch, "mail", faults, 35_000)?.begun).toEqual(faults);
  });

  it("takes half a minute to be sure although the clock is set back meanwhile", () => {
    const faults = [fault("queue_down")];
    const at = [3_600_000, 0, 30_000];
    const watch = at.reduce((before, now) => advanceWatch(before, faults, now), quietWatch);
    expect(planNews(watch, "mail", faults, 30_000)?.begun).toEqual(faults);
  });

  it("knows after a restart what it has told, and looks anew at what may have been the restart", () => {
    const faults = [fault("queue_down"), fault("judge_down")];
    let watch = advanceWatch(advanceWatch(quietWatch, [faults[0]!], 0), [faults[0]!], 30_000);
    watch = recordNews(watch, "mail", planNews(watch, "mail", faults, 30_000)!, 30_000);
    watch = advanceWatch(watch, faults, 35_000);
    const back = JSON.parse(JSON.stringify(storedWatch(watch))) as Watch;
    const later = advanceWatch(back, faults, 3_600_000);
    expect(planNews(later, "mail", faults, 3_600_000)).toBeNull();
    expect(planNews(advanceWatch(later, faults, 3_630_000), "mail", faults, 3_630_000)?.begun).toEqual([
      faults[1],
    ]);
  });

  it("tells the end of everything it told, once, whatever comes and goes", () => {
    const wrong = fc.subarray(instanceFaultCodes.slice(0, 4));
    const script = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), wrong), { maxLength: 12 });
    fc.assert(
      fc.property(script, (steps) => {
        let watch: Watch = quietWatch;
        const balance = new Map<InstanceFaultCode, number>();
        let now = 0;
        const turn = (codes: readonly InstanceFaultCode[]) => {
          const faults = codes.map((code) => fault(code));
          watch = advanceWatch(watch, faults, now);
          const news = planNews(watch, "mail", faults, now);
          now += turnMs;
          if (news === null) return;
          watch = recordNews(watch, "mail", news, now);
          for (const { code } of news.begun) balance.set(code, (balance.get(code) ?? 0) + 1);
          for (const { code } of news.ended) balance.set(code, (balance.get(code) ?? 0) - 1);
          for (const count of balance.values()) expect([0, 1]).toContain(count);
        };
        for (const [seconds, codes] of steps) for (let s = 0; s < seconds; s += 5) turn(codes);
        for (let s = 0; s < 4_000; s += 5) turn([]);
        for (const count of balance.values()) expect(count).toBe(0);
        expect(watch.faults).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
