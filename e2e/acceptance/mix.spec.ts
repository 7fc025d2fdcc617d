import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";
import type { Answer } from "../stage/api.ts";

/** "k new answers in a row and it is live" is what scripts do; a tenth of old answers lets such runs happen often. */
const scriptsRun = 20;

test("a mix is never live: not half and half, and not one old pod of ten, which twenty matches in a row call gone", async ({
  workspace: { api, watch },
}) => {
  const half = await watch("half", { pods: 2, balance: "random", behaviour: { version: "1.42.0" } });
  const tenth = await watch("tenth", { pods: 10, balance: "random", behaviour: { version: "1.42.0" } });
  for (const pods of [half, tenth]) pods.changePods({ slots: [0] }, { version: "1.41.3" });
  const announce = (service: string) =>
    api.announce({ service, version: "1.42.0", previousVersion: "1.41.3" });
  const [ofHalf, ofTenth] = await Promise.all([announce("half"), announce("tenth")]);

  await waitUntil(
    "a clean run that would fool a script",
    async () => longestCleanRun(await api.readAnswers(ofTenth.id)) >= scriptsRun,
    { timeoutMs: 150_000, everyMs: 1_000 },
  );
  await waitUntil("enough answers", async () => (await api.readAnswers(ofHalf.id)).length >= 200, {
    timeoutMs: 150_000,
    everyMs: 1_000,
  });
  for (const deploy of [ofHalf, ofTenth]) {
    expect(await api.readStates(deploy.id)).toEqual(["waiting", "rolling"]);
    expect((await api.readDeploy(deploy.id)).liveAt).toBeNull();
  }
});

function longestCleanRun(answers: Answer[]): number {
  let longest = 0;
  const runs = new Map<string, number>();
  for (const { region, bucket } of answers) {
    const run = bucket === "expected" ? (runs.get(region) ?? 0) + 1 : 0;
    runs.set(region, run);
    longest = Math.max(longest, run);
  }
  return longest;
}

test("a service whose API is new and whose web is old is not live until both are new", async ({
  workspace: { api, watch },
}) => {
  const old = { pods: 2, behaviour: { version: "7.0.0" } };
  const apiPods = await watch("shop", old, { name: "API" });
  const webPods = await watch("shop", old, { name: "Web", path: "/" });
  const deploy = await api.announce({ service: "shop", version: "7.1.0", previousVersion: "7.0.0" });
  apiPods.setPods(2, { version: "7.1.0" });

  const half = await waitUntil(
    "the API to be proven in all regions",
    async () => {
      const now = await api.readDeploy(deploy.id);
      return now.monitors.find(({ name }) => name === "API")?.doneAt ? now : null;
    },
    { timeoutMs: 150_000, everyMs: 250 },
  );
  expect(await api.readStates(deploy.id)).not.toContain("live");
  expect(half.monitors.find(({ name }) => name === "Web")).toMatchObject({ firstSeenAt: null, doneAt: null });

  webPods.setPods(2, { version: "7.1.0" });
  await api.reach(deploy, "live");
});
