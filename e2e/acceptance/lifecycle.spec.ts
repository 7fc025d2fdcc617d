import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";
import { startCli } from "../stage/cli.ts";

test("a deploy announced while another is open supersedes it, and a gate that waits for that exits with 5", async ({
  stage: { product },
  workspace: { api, watch, token },
}) => {
  const pods = await watch("checkout-api", { behaviour: { version: "1.41.3" } });
  const announce = (version: string) =>
    api.announce({ service: "checkout-api", version, previousVersion: "1.41.3" });
  const first = await announce("1.42.0");
  const gate = startCli({ baseUrl: product.baseUrl, token }, ["wait", first.id]);
  await waitUntil("the gate to wait", () => gate.output().includes("1.42.0"));

  const second = await announce("1.43.0");
  expect(await gate.exitCode).toBe(5);
  expect(await api.readDeploy(first.id)).toMatchObject({ state: "superseded", supersededBy: second.id });
  pods.setPods(3, { version: "1.43.0" });
  await api.reach(second, "live");
});

test("a deploy that no monitor verifies is unverifiable at once and not stuck at its deadline, and is judged once one does", async ({
  workspace: { api, watch },
}) => {
  const deploy = await api.announce({
    service: "forgotten",
    version: "1.42.0",
    previousVersion: "1.41.3",
    progressDeadlineSeconds: 3,
  });
  expect(deploy).toMatchObject({ state: "unverifiable", reason: "no_monitors" });
  expect(deploy.causes[0]?.next[0]).toContain("/monitors/new?service=");
  const [incident] = await waitUntil("the incident", async () => {
    const incidents = await api.listIncidents();
    return incidents.length > 0 && incidents;
  });
  expect(incident).toMatchObject({ kind: "unverifiable", deployId: deploy.id });
  expect(deploy.sentence).toContain("no monitor of forgotten in production reads a version");

  await waitUntil("the deadline to be over", () => Date.now() > Date.parse(deploy.createdAt) + 6_000);
  expect(await api.readStates(deploy.id)).toEqual(["unverifiable"]);
  await watch("forgotten", { behaviour: { version: "1.42.0" } });
  await api.reach(deploy, "live");
});

test("a CI job that is run again on a stuck deploy waits for its new try, and nobody hears that it recovered before", async ({
  stage: { product },
  workspace: { api, watch, token, addChannels, alerts },
}) => {
  await addChannels();
  const pods = await watch("billing-api", { behaviour: { version: "2.3.0" } });
  const args = ["--service", "billing-api", "--version", "2.4.0", "--previous-version", "2.3.0"];
  const runJob = () =>
    startCli({ baseUrl: product.baseUrl, token }, [
      "deploy",
      ...args,
      "--wait",
      "--progress-deadline",
      "12s",
    ]);
  expect(await runJob().exitCode).toBe(3);
  await waitUntil("both alerts", () => alerts().email.length === 1 && alerts().slack.length === 1);

  const again = runJob();
  await waitUntil("the new try to be seen", () => again.output().includes("WAITING"));
  expect((await api.listIncidents())[0]?.state).toBe("open");
  pods.startScenario({ kind: "rolling", version: "2.4.0", stepMs: 100, startMs: 100 });
  expect(await again.exitCode).toBe(0);
  await waitUntil("both recoveries", () => alerts().email.length === 2 && alerts().slack.length === 2);
  for (const [, recovery] of Object.values(alerts())) expect(recovery?.headline).toMatch(/recovered/);
});
