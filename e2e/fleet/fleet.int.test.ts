import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, regions, type Stage } from "../stage/open-stage.ts";
import { openWorkspace } from "../stage/workspace.ts";
import { playHalfAndAll, playSilentRegion } from "./play-health.ts";
import { happeningOf, playScenario, type Story, statesPattern } from "./play-scenario.ts";
import { scenarios } from "./scenarios/index.ts";

const four = [...regions, "sa-east"];
const far = "me-south";

/** In real time, which is mostly waiting: all of it happens at once in one product, and is looked at when it is over. */
describe("the whole product on real sockets", () => {
  let stage: Stage | undefined;
  let stories: PromiseSettledResult<Story>[];
  let half: PromiseSettledResult<Awaited<ReturnType<typeof playHalfAndAll>>>;
  let silent: PromiseSettledResult<Awaited<ReturnType<typeof playSilentRegion>>>;

  beforeAll(async () => {
    const opened = await openStage(four, [far]);
    stage = opened;
    const prober = opened.product.startProber(far);
    // One after the other: passwords are slow to hash, and the first rollouts would starve beside it.
    const [forHalf, forSilent] = [await openWorkspace(opened), await openWorkspace(opened)];
    const cast = [];
    for (const scenario of scenarios) cast.push({ scenario, workspace: await openWorkspace(opened) });

    const playing = Promise.allSettled(
      cast.map(({ scenario, workspace }) => playScenario(workspace, scenario)),
    );
    [half, silent] = await Promise.allSettled([
      playHalfAndAll(forHalf, four),
      playSilentRegion(forSilent, prober, regions.slice(0, 2), far),
    ]);
    stories = await playing;
  }, 420_000);
  afterAll(() => stage?.close());

  it.each(scenarios.map((scenario, i) => ({ ...scenario, i })))("$name", ({ i, states, bad, told }) => {
    const story = resultOf(stories[i]);
    expect(story.states).toMatch(statesPattern(states));
    const cause = story.bad?.causes[0];
    const { rule, stuckKind } = story.bad ?? {};
    expect(story.bad && { rule, stuckKind, cause: cause?.code }).toEqual(
      bad ? { stuckKind: null, ...bad } : null,
    );
    for (const messages of Object.values(story.told())) {
      const beginnings = told.map((words) => expect.stringMatching(new RegExp(`^${words}`)));
      expect(messages.map(({ headline }) => happeningOf(headline))).toEqual(beginnings);
      if (bad === undefined) continue;
      expect(messages[0]?.text).toMatch(/users are/i);
      expect(messages[0]?.text).toContain(cause?.title);
      expect(messages[0]?.text).toContain(`/deploys/${story.deploy.id}`);
    }
    const endings = told.length === 0 ? [] : [told.at(-1) === "recovered" ? "resolved" : "open"];
    expect(story.incidents.map(({ state }) => state)).toEqual(endings);
  });

  it("four regions: one half that fails is no outage, and one half that recovers ends none", () => {
    const { toldBeforeItsEnd, told } = resultOf(half);
    for (const messages of Object.values(toldBeforeItsEnd)) expect(messages).toHaveLength(1);
    for (const messages of Object.values(told()))
      expect(messages.map(({ headline }) => headline)).toEqual([
        expect.stringMatching(/^\[production\] shop: down in /),
        "[production] shop: up again",
      ]);
  });

  it("a region whose prober is silent is told as such once, and the others judge without it", () => {
    for (const messages of Object.values(resultOf(silent)()))
      expect(messages.map(({ headline }) => headline).sort()).toEqual([
        expect.stringMatching(/^\[production\] shop: down in /),
        "[production] shop: up again",
        `[regions] no probes from ${far}`,
      ]);
  });
});

function resultOf<T>(settled: PromiseSettledResult<T> | undefined): T {
  if (settled?.status === "fulfilled") return settled.value;
  throw settled?.reason ?? new Error("it was not played");
}
