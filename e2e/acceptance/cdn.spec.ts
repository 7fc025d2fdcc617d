import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";
import { regions } from "../stage/open-stage.ts";

test("an edge that keeps the old page while the origin is new is told as such, with the page's age", async ({
  workspace: { api, watch, addChannels, alerts },
}) => {
  await addChannels();
  const pods = await watch("shop", { pods: 2, behaviour: { version: "1.41.3" }, hasOrigin: true });
  const deploy = await api.announce({
    service: "shop",
    version: "1.42.0",
    previousVersion: "1.41.3",
    progressDeadlineSeconds: 45,
    holdSeconds: 0,
  });
  pods.startScenario({ kind: "edge_stale", version: "1.42.0", stepMs: 0, startMs: 0 });

  const stuck = await api.reach(deploy, "stuck");
  expect(stuck.stuckKind).toBe("never_seen");
  const [cause] = stuck.causes;
  expect(cause?.code).toBe("edge_stale");
  expect(cause?.title).toMatch(/^The origin is new, the edge serves a cached page, age \d+ s$/);
  expect(cause?.evidence).toHaveLength(regions.length);
  for (const line of cause?.evidence ?? [])
    expect(line).toMatch(
      /: plain 1\.41\.3 \(x-cache: HIT, age .*\), past the cache 1\.42\.0 in .*, at the origin 1\.42\.0 in /,
    );
  await waitUntil("both alerts", () => alerts().email.length === 1 && alerts().slack.length === 1);
  for (const [alert] of Object.values(alerts())) expect(alert?.text).toContain("serves a cached page, age");

  pods.purgeEdge();
  await api.reach(deploy, "live");
});

test("a prober that is refused with 429 asks rarely, and calls the deploy blocked instead of stuck", async ({
  workspace: { api, watch },
}) => {
  const refusing = { version: null, errorRate: 1, errorStatus: 429 };
  await watch("guarded", { pods: 2, behaviour: refusing }, { intervalSeconds: 3_600 });
  const deploy = await api.announce({ service: "guarded", version: "1.42.0", previousVersion: "1.41.3" });
  const blocked = await api.reach(deploy, "unverifiable");
  expect(blocked.reason).toBe("blocked");

  // What was planned before the judge knew is still on its way.
  await waitUntil(
    "half a minute between two probes in every region",
    async () => {
      const answers = await api.readAnswers(deploy.id);
      const pauses = regions.map((region) => {
        const [before, last] = answers.filter((answer) => answer.region === region).slice(-2);
        return before && last ? Date.parse(last.at) - Date.parse(before.at) : 0;
      });
      return pauses.every((ms) => ms >= 25_000);
    },
    { timeoutMs: 150_000, everyMs: 1_000 },
  );
  expect(await api.readStates(deploy.id)).not.toContain("stuck");
});

test("a new page whose chunk is missing degrades the deploy that is live, with the file's address", async ({
  workspace: { api, watch },
}) => {
  const pods = await watch(
    "web",
    { pods: 2, behaviour: { version: "1.41.3" } },
    { path: "/", version: { from: "meta", name: "version" } },
  );
  const deploy = await api.announce({ service: "web", version: "1.42.0", previousVersion: "1.41.3" });
  pods.startScenario({ kind: "missing_chunk", version: "1.42.0", stepMs: 100, startMs: 100 });

  const degraded = await api.reach(deploy, "degraded");
  expect(degraded.liveAt).not.toBeNull();
  expect(degraded.sentence).toContain("asks for /assets/chunk-1.42.0.js, which answers 404");
  expect(degraded.causes[0]).toMatchObject({ code: "bad_release" });
  expect((await api.listIncidents())[0]).toMatchObject({ severity: "critical", deployId: deploy.id });
  expect((await api.readStates(deploy.id)).slice(-2)).toEqual(["live", "degraded"]);
});
