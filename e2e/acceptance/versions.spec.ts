import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";

test("a restart faster than the probe interval is verified, whether announced before it or after", async ({
  workspace: { api, watch },
}) => {
  const hourly = { intervalSeconds: 3_600 };
  const old = { pods: 3, behaviour: { version: "1.41.3" } };
  const [before, after] = [await watch("before", old, hourly), await watch("after", old, hourly)];
  const announce = (service: string) =>
    api.announce({ service, version: "1.42.0", previousVersion: "1.41.3" });

  const announcedBefore = await announce("before");
  before.setPods(3, { version: "1.42.0" });
  after.setPods(3, { version: "1.42.0" });
  const announcedAfter = await announce("after");
  for (const deploy of [announcedBefore, announcedAfter]) {
    const live = await api.reach(deploy, "live");
    expect(live.share.expected).toBeGreaterThan(50);
  }
});

const sha = "4f9c1e7ab02d5c88e1f0a3b96d7742c5be18f3a0";
const oldSha = "0d1b2a3c4e5f60718293a4b5c6d7e8f901234567";
const readsCommit = { version: { from: "header", name: "x-commit" } } as const;

test("of an announced 40-character commit the first 7 characters match, and 7 others do not", async ({
  workspace: { api, watch },
}) => {
  const old = { pods: 2, behaviour: { version: null, commit: oldSha.slice(0, 7) } };
  const right = await watch("right", old, readsCommit);
  const wrong = await watch("wrong", old, readsCommit);
  const announce = (service: string) => api.announce({ service, version: sha, previousVersion: oldSha });
  right.setPods(2, { commit: sha.slice(0, 7) });
  wrong.setPods(2, { commit: "4f9c1e8" });
  const [rightDeploy, wrongDeploy] = await Promise.all([announce("right"), announce("wrong")]);

  await api.reach(rightDeploy, "live");
  const mismatch = await api.reach(wrongDeploy, "unverifiable");
  expect(mismatch.reason).toBe("identity_mismatch");
  expect(mismatch.firstSeenAt).toBeNull();
  expect(await api.readStates(wrongDeploy.id)).not.toContain("live");
});

for (const [what, version] of [
  ["is 'unknown'", "unknown"],
  ["is missing", null],
] as const)
  test(`a version that ${what} makes a deploy unverifiable, with a fix to copy, and no mismatch alert`, async ({
    workspace: { api, watch, addChannels, alerts },
  }) => {
    await addChannels();
    await watch("legacy", { pods: 2, behaviour: { version } });
    const deploy = await api.announce({ service: "legacy", version: "1.42.0", previousVersion: "1.41.3" });

    const unverifiable = await api.reach(deploy, "unverifiable");
    expect(unverifiable.reason).toBe("no_version");
    const cause = unverifiable.causes.find(({ code }) => code === "version_not_reported");
    expect(cause?.next.join()).toContain("X-Version: 1.42.0");
    await waitUntil("the alert", () => alerts().email.length === 1 && alerts().slack.length === 1);
    for (const [alert] of Object.values(alerts())) {
      expect(alert?.headline).toMatch(/legacy 1\.42\.0: cannot be verified/);
      expect(alert?.text).toContain("X-Version: 1.42.0");
      expect(alert?.text).not.toMatch(/mismatch|drift/i);
    }
  });
