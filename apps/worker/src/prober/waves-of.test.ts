import type { ProbeItem } from "@rollcall/queue";
import { describe, expect, it } from "vitest";
import { wavesOf } from "./waves-of.ts";

const secondAt = 1_800_000_000_000;
const item = (offsetMs: number): ProbeItem => ({
  ...{ workspaceId: "ws_1", environmentId: "env_1", monitorId: "mon_1", configVersion: 1 },
  ...{ scheduledAt: secondAt + offsetMs, seq: 0, variant: "plain", sealedSpec: "" },
});
const items = [0, 200, 0, 800].map(item);

describe("wavesOf", () => {
  it.each([
    {
      name: "at the second's beginning, each at its instant",
      nowMs: 0,
      expected: [
        [0, 2],
        [200, 1],
        [800, 1],
      ],
    },
    {
      name: "a little later, what is overdue together and at once",
      nowMs: 250,
      expected: [
        [0, 3],
        [550, 1],
      ],
    },
    {
      name: "a second late, spread as it was",
      nowMs: 1_000,
      expected: [
        [0, 2],
        [200, 1],
        [800, 1],
      ],
    },
    {
      name: "by a clock that is an hour behind, no later",
      nowMs: -3_600_000,
      expected: [
        [0, 2],
        [200, 1],
        [800, 1],
      ],
    },
    {
      name: "by a clock that is ahead, spread as it was",
      nowMs: 30_000,
      expected: [
        [0, 2],
        [200, 1],
        [800, 1],
      ],
    },
  ])("$name", ({ nowMs, expected }) => {
    const waves = wavesOf({ items, secondAt }, secondAt + nowMs);
    expect(waves.map(({ inMs, items: wave }) => [inMs, wave.length])).toEqual(expected);
  });

  it("sends everything of an older scheduler at once: it was handed out at its instant", () => {
    expect(wavesOf({ items }, secondAt - 3_600_000)).toEqual([{ inMs: 0, items }]);
  });
});
