import type { DeployState } from "@rollcall/domain/glossary";
import { waitUntil } from "@rollcall/testing/wait-until";
import { readAlerts } from "./alerts.ts";
import { checkStory, type DeployStory, type Expectation } from "./expectations.ts";
import { createNarrator } from "./narrator.ts";
import { addWatchedService, type Stage } from "./stage.ts";

const pods = 6;
const stepMs = 1_500;
const deadlineSeconds = 20;

/** Far longer than all of it takes, also beside the fault tests; a run that fails must end, too. */
const patienceMs = 300_000;

/**
 * One healthy rollout, and one that stops half-way and is completed later, told as they happen. Resolves with what
 * must be true of it; what did not happen in time is among that.
 */
export async function playOnce(stage: Stage, say: (line: string) => void): Promise<Expectation[]> {
  const { api, smtp, slack } = stage;
  const narrator = createNarrator(say);
  const stories: (DeployStory & { id: string })[] = [];
  const giveUpAt = Date.now() + patienceMs;

  const checkout = await addWatchedService(stage, { name: "checkout-api", pods, version: "1.41.3" });
  const billing = await addWatchedService(stage, { name: "billing-api", pods, version: "2.3.0" });
  const before = [await announce("checkout-api", "1.41.3"), await announce("billing-api", "2.3.0")];
  await Promise.all(before.map((story) => reached(story, "live")));

  const healthy = await announce("checkout-api", "1.42.0");
  const stuck = await announce("billing-api", "2.4.0");
  checkout.startScenario({ kind: "rolling", version: "1.42.0", stepMs });
  billing.startScenario({ kind: "stops_at", version: "2.4.0", stopAt: pods / 2, stepMs });
  await Promise.all([reached(healthy, "live"), reached(stuck, "stuck")]);
  await received(stuck, "stuck");

  say("\nNow the other half of billing-api is replaced.\n");
  const replacedAt = Date.now();
  billing.startScenario({ kind: "rolling", version: "2.4.0", stepMs: 300 });
  await reached(stuck, "live");
  await received(stuck, "recovered");
  return checkStory({ healthy, stuck, replacedAt, alerts: readAlerts(smtp, slack) });

  async function announce(service: string, version: string): Promise<DeployStory> {
    const { id } = await api.announce({
      service,
      version,
      progressDeadlineSeconds: deadlineSeconds,
      actor: "demo",
      namespace: "shop",
      workload: `deployment/${service}`,
    });
    const story = { id, service, version, verdicts: [] };
    stories.push(story);
    return story;
  }

  async function tellNews(): Promise<void> {
    for (const story of stories) {
      story.verdicts = await api.readVerdicts(story.id);
      narrator.tellVerdicts(story);
    }
    narrator.tellAlerts(readAlerts(smtp, slack));
  }

  function reached(story: DeployStory, state: DeployState): Promise<unknown> {
    return happened(`${story.service} to be ${state}`, () => story.verdicts.at(-1)?.state === state);
  }

  function received({ service }: DeployStory, word: string): Promise<unknown> {
    return happened(`email and Slack to tell of ${service} that it ${word}`, () => {
      const alerts = readAlerts(smtp, slack);
      const telling = alerts.filter(({ headline }) => headline.includes(service) && headline.includes(word));
      return new Set(telling.map(({ via }) => via)).size === 2;
    });
  }

  /** What does not happen is found by the expectations, all of it at once. */
  async function happened(what: string, hasHappened: () => boolean): Promise<void> {
    const look = async () => {
      await tellNews();
      return hasHappened();
    };
    const options = { timeoutMs: Math.max(0, giveUpAt - Date.now()), everyMs: 250 };
    await waitUntil(what, look, options).catch((error: Error) => say(error.message));
  }
}
