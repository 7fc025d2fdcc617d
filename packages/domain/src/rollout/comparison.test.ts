import { describe, expect, it } from "vitest";
import {
  factsOf,
  headerVersion,
  monitorOf,
  newVersion,
  observationOf,
  oldVersion,
  startAt,
} from "../../test/rollout-fixtures.ts";
import { type Fleet, simulateRollout } from "../../test/simulate-rollout.ts";
import type { ProbeVariant } from "../monitor-spec.ts";
import { foldRollout } from "./fold-rollout.ts";
import { startRollout } from "./state.ts";

const url = "https://shop.example/version?lang=en";
const kept = { age: "760", "cf-cache-status": "HIT", "cf-ray": "8f2c1a0b9d3e4f50-AMS" };

/** Plays a minute and a half in which nothing plain is ever new. */
function play(answers: Partial<Record<ProbeVariant, string | null>>, regions = ["eu-west", "us-east"]) {
  const fleet: Fleet = ({ variant, region }) => {
    const says = variant === "plain" && region === "ap-south" ? newVersion : answers[variant];
    const isPlain = variant === "plain";
    return { version: headerVersion(says ?? null), cache: isPlain ? kept : { "cf-cache-status": "MISS" } };
  };
  const policy = { ...factsOf().policy, progressDeadlineMs: 60_000 };
  const facts = factsOf({ policy, monitors: [monitorOf({ regions, url })] });
  const last = simulateRollout({ facts, fleet, seconds: 90 }).at(-1);
  if (last === undefined) throw new Error("nothing was judged");
  return last.verdict;
}

describe("an edge that serves what it has kept", () => {
  const causeCodes = (answers: Parameters<typeof play>[0]) => play(answers).causes.map(({ code }) => code);

  it.each([
    { name: "past its cache all is new", answers: { plain: oldVersion, busted: newVersion } },
    {
      name: "it ignores the query, but the origin is new",
      answers: { plain: oldVersion, busted: oldVersion, origin: newVersion },
    },
    {
      name: "it refuses unusual queries, but the origin is new",
      answers: { plain: oldVersion, busted: null, origin: newVersion },
    },
  ])("is found where $name", ({ answers }) => {
    const verdict = play(answers);
    expect(verdict.causes[0]).toMatchObject({
      code: "edge_stale",
      title: "The origin is new, the edge (Cloudflare, AMS) serves a cached page, age 12 min 40 s",
    });
    expect(verdict.sentence).toContain("The origin is new, the edge (Cloudflare, AMS) serves a cached page");
  });

  it.each([
    {
      name: "the old version answers past the cache as well",
      answers: { plain: oldVersion, busted: oldVersion },
    },
    {
      name: "its origin is old too",
      answers: { plain: oldVersion, busted: oldVersion, origin: oldVersion },
    },
    { name: "nothing tells of what is past it", answers: { plain: oldVersion, busted: null } },
  ])("is not claimed where $name", ({ answers }) => {
    expect(causeCodes(answers)).not.toContain("edge_stale");
  });

  it("is told from an origin that is old", () => {
    const verdict = play({ plain: oldVersion, busted: oldVersion, origin: oldVersion });
    expect(verdict.regions[0]?.caveats).toContain(
      "past its caches the old version answers too: the origin is old",
    );
    expect(verdict.causes[0]?.evidence).toContain(
      "past the caches the old version answers too: the origin is old",
    );
  });

  it("names the regions where only some are stale, and what each way answered there", () => {
    const verdict = play({ plain: oldVersion, busted: newVersion, origin: newVersion }, [
      "ap-south",
      "eu-west",
    ]);
    const [cause] = verdict.causes;
    expect(cause?.title).toContain("serves a cached page in eu-west, age 12 min 40 s");
    expect(cause?.evidence).toHaveLength(1);
    expect(cause?.evidence[0]).toMatch(
      /^eu-west: plain 1\.41\.3 \(cf-cache-status: HIT, age 12 min 40 s\), past the cache 1\.42\.0 in (\d+) of \1, at the origin 1\.42\.0 in (\d+) of \2$/,
    );
    const row = verdict.regions.find(({ region }) => region === "eu-west");
    expect(row?.comparison).toMatchObject({
      plain: { value: oldVersion, cache: { edge: "Cloudflare", pop: "AMS", ageSeconds: 760 } },
      busted: { value: newVersion, version: "expected", cache: { verdict: "miss" } },
      origin: { value: newVersion, version: "expected" },
    });
  });

  it("comes with the command that purges it and those that show it", () => {
    const [cause] = play({ plain: oldVersion, busted: newVersion }).causes;
    expect(cause?.next[0]).toContain("api.cloudflare.com/client/v4/zones/$ZONE_ID/purge_cache");
    expect(cause?.next[0]).toContain(`{"files":["${url}"]}`);
    expect(cause?.next[2]).toBe(
      "curl -sS -o /dev/null -D- -H 'Cache-Control: no-cache, no-store' 'https://shop.example/version?lang=en&rollcall-probe=by-hand'",
    );
  });
});

describe("answers that were not asked plainly", () => {
  it("are the same in any order and any number, and however late", () => {
    const beside = (["busted", "origin"] as const).flatMap((variant, i) =>
      [0, 2000, 4000].map((ms) =>
        observationOf({
          version: headerVersion(newVersion),
          variant,
          scheduledAt: startAt + ms,
          seq: 900 + i,
        }),
      ),
    );
    const facts = factsOf();
    const fold = (observations: typeof beside) =>
      foldRollout(startRollout(facts, startAt), facts, observations).cells[0]?.comparison;
    expect(fold([...beside.reverse(), ...beside])).toEqual(fold(beside.toReversed()));
    const settled = startRollout(facts, startAt);
    const cells = foldRollout(settled, facts, beside.slice(0, 1)).cells.map((cell) => ({
      ...cell,
      settledAt: startAt + 60_000,
    }));
    expect(foldRollout({ ...settled, cells }, facts, beside).cells[0]?.comparison).toEqual(fold(beside));
  });
});
