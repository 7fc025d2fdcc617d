import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";

test("three healthy old pods and no new one: stuck (never seen) at the deadline, never live", async ({
  workspace: { api, watch },
}) => {
  const pods = await watch("checkout-api", { pods: 3, behaviour: { version: "1.41.3" } });
  const deploy = await api.announce({
    service: "checkout-api",
    version: "1.42.0",
    previousVersion: "1.41.3",
    progressDeadlineSeconds: 10,
  });
  pods.startScenario({ kind: "never_starts", version: "1.42.0" });

  const stuck = await api.reach(deploy, "stuck");
  expect(stuck.stuckKind).toBe("never_seen");
  expect(Date.parse(stuck.updatedAt)).toBeGreaterThanOrEqual(Date.parse(deploy.startedAt ?? "") + 10_000);
  expect(stuck.share.previous).toBe(stuck.share.samples);
  expect(stuck.sentence).toMatch(/users are served/i);

  pods.startScenario({ kind: "rolling", version: "1.42.0", stepMs: 0, startMs: 0 });
  await api.reach(deploy, "live");
  const states = await api.readStates(deploy.id);
  expect(states.slice(0, 2)).toEqual(["waiting", "stuck"]);
  expect(states.indexOf("live")).toBe(states.length - 1);
});

test("a healthy rollout of 50 pods, each within the deadline, is never stuck", async ({
  workspace: { api, watch },
}) => {
  // The whole takes more than twice the deadline, as 50 pods at one a minute take more than ten minutes.
  const pods = await watch("search", { pods: 50, behaviour: { version: "1.41.3" } });
  const deploy = await api.announce({
    service: "search",
    version: "1.42.0",
    previousVersion: "1.41.3",
    progressDeadlineSeconds: 40,
  });
  pods.startScenario({ kind: "rolling", version: "1.42.0", stepMs: 1_700, startMs: 500 });

  await api.reach(deploy, "live", 150_000);
  expect(await api.readStates(deploy.id)).not.toContain("stuck");
});

test("a rollout that stops half-way is told by email and Slack with impact and cause, and so is its recovery", async ({
  workspace: { api, watch, addChannels, alerts },
}) => {
  await addChannels();
  const pods = await watch("billing-api", { pods: 6, behaviour: { version: "2.3.0" } });
  const deploy = await api.announce({
    service: "billing-api",
    version: "2.4.0",
    previousVersion: "2.3.0",
    progressDeadlineSeconds: 10,
  });
  pods.startScenario({ kind: "stops_at", version: "2.4.0", stopAt: 3, stepMs: 200 });

  const stuck = await api.reach(deploy, "stuck");
  expect(stuck.stuckKind).toBe("partial");
  const [cause] = stuck.causes;
  await waitUntil("both alerts", () => alerts().email.length === 1 && alerts().slack.length === 1);
  for (const [alert] of Object.values(alerts())) {
    expect(alert?.headline).toMatch(/billing-api 2\.4\.0: stuck/);
    expect(alert?.text).toMatch(/users are served/i);
    expect(alert?.text).toContain(cause?.title);
    expect(alert?.text).toContain(`/deploys/${deploy.id}`);
  }
  const [incident] = await api.listIncidents();
  expect(incident).toMatchObject({ kind: "stuck", severity: "warning", state: "open", deployId: deploy.id });

  pods.startScenario({ kind: "rolling", version: "2.4.0", stepMs: 100, startMs: 100 });
  await api.reach(deploy, "live");
  await waitUntil("both recoveries", () => alerts().email.length === 2 && alerts().slack.length === 2);
  for (const [, recovery] of Object.values(alerts())) expect(recovery?.headline).toMatch(/recovered/);
  expect((await api.listIncidents())[0]?.state).toBe("resolved");
});
