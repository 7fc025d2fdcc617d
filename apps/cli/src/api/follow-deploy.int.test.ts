import type { DeployWire } from "@rollcall/domain/wire";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, it } from "vitest";
import { ApiPeer } from "../../test/api-peer.ts";
import { deployOf } from "../../test/deploy-factory.ts";
import { createApiClient } from "./api-client.ts";
import { followDeploy } from "./follow-deploy.ts";

let api: ApiPeer;
afterEach(() => api.close());

it("turns to long polls when something on the way keeps the stream back", async () => {
  api = await new ApiPeer().listen();
  api.streams = "silent";
  api.publish(deployOf());
  const seen: DeployWire[] = [];
  const stop = new AbortController();
  const following = followDeploy({
    client: createApiClient({ url: api.url, token: "rc_1" }),
    known: deployOf(),
    listener: { onDeploy: (deploy) => seen.push(deploy), onContact: () => {} },
    signal: stop.signal,
    pace: { silenceMs: 100, retryMinMs: 10, retryMaxMs: 100, waitSeconds: 1 },
  });
  await waitUntil("a deploy from a long poll", () => seen.length > 0);
  api.publish(deployOf({ state: "live" }));
  await waitUntil("the change", () => seen.at(-1)?.state === "live");
  stop.abort();
  await following;
});
