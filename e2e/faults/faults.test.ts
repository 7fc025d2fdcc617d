/**
 * `npm run test:faults`: products of real programs whose parts are killed, cut off and taken away under them. Most of it
 * is waiting, so several products are played at once and looked at when all is over.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faults, type Play, plays } from "./cases/index.ts";
import { beginningOf, type FaultRow, readFaultTable, writeFaultTable } from "./fault-table.ts";
import type { FaultResult } from "./play-faults.ts";

/** As many as two cores carry: most of it is waiting. */
const atOnce = 6;
const only = process.env.FAULTS_ONLY ?? "";
const stories = new Map<Play, PromiseSettledResult<FaultResult[]>>();

beforeAll(async () => {
  const waiting = plays.filter(isPlayed)[Symbol.iterator]();
  const playing = Array.from({ length: atOnce }, async () => {
    for (const one of waiting) {
      const beganAt = Date.now();
      const [story] = await Promise.allSettled([one.play()]);
      stories.set(one, story);
      process.stdout.write(`played in ${Math.round((Date.now() - beganAt) / 1000)} s: ${one.title}\n`);
    }
  });
  await Promise.all(playing);
}, 900_000);

describe.each(plays.filter(isWanted))("$title", (play) => {
  it.for(play.cases)("$name", ({ name }, { skip }) => {
    if (play.obstacle !== null) return skip(play.obstacle);
    expect(resultOf(play, name).mistakes).toEqual([]);
  });
});

it("docs/reliability.md names every fault and what is promised of it", () => {
  expect(readFaultTable()).toEqual(rows().map(beginningOf));
});

afterAll(() => {
  if (process.env.FAULTS_WRITE === "1") writeFaultTable(rows());
});

function isWanted({ title }: Play): boolean {
  return title.includes(only);
}

function isPlayed(play: Play): boolean {
  return isWanted(play) && play.obstacle === null;
}

function resultOf(play: Play, name: string): FaultResult {
  const story = stories.get(play);
  const result = story?.status === "fulfilled" ? story.value.find((one) => one.name === name) : undefined;
  if (result !== undefined) return result;
  throw story?.status === "rejected" ? story.reason : new Error("it was not played");
}

/** Every fault once, with what happened on each queue. */
function rows(): FaultRow[] {
  const playedOut = plays.filter((play) => stories.get(play)?.status === "fulfilled");
  return faults.map(({ name, promised }) => ({
    name,
    promised,
    happened: playedOut
      .filter(({ cases }) => cases.some((one) => one.name === name))
      .map((play) => ({ queue: play.queue, words: resultOf(play, name).happened })),
  }));
}
