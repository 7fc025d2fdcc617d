import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";

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
