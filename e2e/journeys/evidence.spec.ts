import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";
import { startCli } from "../stage/cli.ts";

const describedPod = `Name:             billing-api-6b7f8d9c54-x2x4z
Namespace:        billing
Node:             node-3/10.0.3.7
Status:           Running
Containers:
  billing-api:
    Image:          registry.example.com/billing-api:2.4.0
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    3
    Ready:          False
    Restart Count:  5
    Environment:
      DB_PASSWORD:  hunter2hunter2
Events:
  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Warning  BackOff  4s (x9 over 2m)    kubelet  Back-off restarting failed container billing-api in pod billing-api-6b7f8d9c54-x2x4z
`;
const cause = "Container billing-api starts, ends with an error, and is started again";
const command =
  "kubectl --context prod-eu -n billing logs pod/billing-api-6b7f8d9c54-x2x4z -c billing-api --previous --tail=100";

test("what a pipeline's failure branch sends names the cause in the command, on the page, in the incident and in the next alert", async ({
  signedIn: page,
  workspace: { api, watch, addChannels, alerts, token },
  stage,
}, testInfo) => {
  await addChannels();
  const pods = await watch("billing-api", { pods: 4, behaviour: { version: "2.3.0" } });
  const deploy = await api.announce({
    service: "billing-api",
    version: "2.4.0",
    previousVersion: "2.3.0",
    progressDeadlineSeconds: 5,
    cluster: "prod-eu",
    namespace: "billing",
    workload: "deployment/billing-api",
  });
  await api.reach(deploy, "stuck");
  await page.goto(`/deploys/${deploy.id}`);
  await expect(page.getByRole("link", { name: "never_started" })).toBeVisible();

  const file = testInfo.outputPath("describe.txt");
  await writeFile(file, describedPod);
  const server = { baseUrl: stage.product.baseUrl, token };
  const evidence = startCli(server, ["evidence", deploy.id, file]);
  expect(await evidence.exitCode).toBe(0);
  for (const text of [cause, `next: ${command}`, `more: ${server.baseUrl}/docs/causes/crash_loop`])
    expect(evidence.output()).toContain(text);

  // The page was open all the time.
  await expect(page.getByRole("heading", { name: cause })).toBeVisible();
  await expect(page.getByText("exit code 3").first()).toBeVisible();
  await expect(page.getByText(command).first()).toBeVisible();
  await page.getByRole("link", { name: "incident open" }).click();
  await expect(page.getByRole("heading", { name: cause })).toBeVisible();
  await expect(page.getByText(command).first()).toBeVisible();
  await expect(page.getByText(`The cluster names a cause: ${cause}.`)).toBeVisible();

  const wait = startCli(server, ["wait", deploy.id]);
  expect(await wait.exitCode).toBe(3);
  expect(wait.output()).toContain(cause);

  pods.startScenario({ kind: "new_fails", version: "2.4.0", stepMs: 60_000, startMs: 0 });
  await api.reach(deploy, "degraded");
  await waitUntil("the next alert", () => alerts().email.length === 2 && alerts().slack.length === 2);
  for (const [first, next] of Object.values(alerts())) {
    expect(first?.text).not.toContain(cause);
    for (const text of [cause, "exit code 3", command, "/docs/causes/crash_loop"])
      expect(next?.text).toContain(text);
  }
  await page.getByRole("link", { name: "crash_loop" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "The container starts and ends, again and again",
  );
  const kept = await api.call("GET", `/api/v1/deploys/${deploy.id}/evidence`);
  expect(JSON.stringify(kept.body)).toContain("CrashLoopBackOff");
  expect(JSON.stringify(kept.body)).not.toContain("hunter2");
});

test("a page says while a registry is asked, what it answered, and what a cluster said of a deploy that has ended", async ({
  signedIn: page,
  workspace: { api, watch, token },
  stage,
}, testInfo) => {
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  const registry = createServer(async (_request, response) => {
    await isReleased;
    response.writeHead(404).end();
  });
  registry.listen(0, "127.0.0.1");
  await once(registry, "listening");
  await watch("search", { pods: 2, behaviour: { version: "2.3.0" } });
  const image = `127.0.0.1:${(registry.address() as AddressInfo).port}/shop/search:2.4.0`;
  const deploy = await api.announce({ service: "search", version: "2.4.0", previousVersion: "2.3.0", image });
  await page.goto(`/deploys/${deploy.id}`);
  await expect(page.getByText("asking the registry for the image…")).toBeVisible();
  release();
  await expect(page.getByText("has no repository shop/search")).toBeVisible();
  await expect(page.getByText("asking the registry")).toBeHidden();
  registry.close();

  await api.call("POST", `/api/v1/deploys/${deploy.id}/cancel`);
  const file = testInfo.outputPath("describe.txt");
  await writeFile(file, describedPod);
  const server = { baseUrl: stage.product.baseUrl, token };
  expect(await startCli(server, ["evidence", deploy.id, file]).exitCode).toBe(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "What the cluster said" })).toBeVisible();
  await expect(page.getByRole("heading", { name: cause })).toBeVisible();
});
