import { describe, expect, it } from "vitest";
import { summariseServing } from "./read-serving-history.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const deploy = (version: string, started: number, live: number) => ({
  version,
  state: "live",
  startedAt: at(started),
  liveAt: at(live),
});

describe("summariseServing", () => {
  it("says nothing of an environment that was never live", () => {
    expect(summariseServing([])).toEqual({ history: [], usuallyLiveSeconds: null });
  });

  it("ends each version where the next became live, and leaves the last open", () => {
    const { history } = summariseServing([deploy("1", 0, 2), deploy("2", 10, 13)]);
    expect(history).toEqual([
      { version: "1", from: at(2).toISOString(), to: at(13).toISOString(), state: "live" },
      { version: "2", from: at(13).toISOString(), to: null, state: "live" },
    ]);
  });

  it("gives median and p95 with the number behind them", () => {
    const deploys = Array.from({ length: 20 }, (_, index) => deploy(`${index}`, 0, index + 1));
    expect(summariseServing(deploys).usuallyLiveSeconds).toEqual({ median: 660, p95: 1200, samples: 20 });
  });
});
