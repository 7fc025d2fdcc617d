import { findProgram } from "@rollcall/testing/find-program";
import { waitUntil } from "@rollcall/testing/wait-until";
import { expect, test } from "../fixtures.ts";
import { startCli } from "../stage/cli.ts";
import { startBalanced } from "../stage/haproxy.ts";

const haproxy = findProgram("haproxy");

// Decided here, so that a machine without HAProxy has no such test rather than one that says nothing.
if (haproxy === null)
  process.stderr.write("HAProxy is not installed: its test is left out (apt-get install haproxy)\n");
else
  test("two of five backends behind HAProxy replaced: rolling, then stuck (partial), exit 3, told by email and Slack; after all five: live, exit 0", async ({
    stage: { product },
    workspace: { api, token, addChannels, alerts },
  }) => {
    await addChannels();
    const shop = await startBalanced(haproxy, 5, "1.41.3");
    try {
      await api.createMonitor({
        service: "shop",
        url: shop.url,
        version: { from: "json", path: "$.version" },
      });
      const deploy = (version: string, ...more: string[]) =>
        startCli({ baseUrl: product.baseUrl, token }, [
          ...["deploy", "--service", "shop", "--environment", "production", "--version", version],
          ...["--previous-version", "1.41.3", "--wait", ...more],
        ]);

      const first = deploy("1.42.0", "--progress-deadline", "15s");
      shop.replace([0, 1], "1.42.0");
      expect(await first.exitCode, first.output()).toBe(3);
      expect(first.output()).toMatch(/rolling[\s\S]*stuck/i);
      expect(first.output()).toMatch(/partial|half-way/i);
      await waitUntil("both alerts", () => alerts().email.length === 1 && alerts().slack.length === 1);
      for (const [alert] of Object.values(alerts())) expect(alert?.headline).toContain("shop 1.42.0: stuck");

      shop.replace([0, 1, 2, 3, 4], "1.42.1");
      const second = deploy("1.42.1");
      expect(await second.exitCode, second.output()).toBe(0);
      expect(second.output()).toMatch(/live/i);
    } finally {
      await shop.close();
    }
  });
