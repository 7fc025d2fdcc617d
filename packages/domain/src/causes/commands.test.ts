import { describe, expect, it } from "vitest";
import { factsOf } from "../../test/rollout-fixtures.ts";
import { kubectl, quoteForShell, rolloutCommands, workloadOf } from "./commands.ts";

const nowhere = { cluster: null, namespace: null, workload: null, image: null };

describe("commands", () => {
  it.each([
    { name: "nothing known", names: nowhere, expected: "kubectl describe deployment/checkout-api" },
    {
      name: "a cluster and a namespace",
      names: { ...nowhere, cluster: "prod-eu", namespace: "shop" },
      expected: "kubectl --context prod-eu -n shop describe deployment/checkout-api",
    },
    {
      name: "a workload of another kind",
      names: { ...nowhere, workload: "statefulset/checkout" },
      expected: "kubectl describe statefulset/checkout",
    },
  ])("say where: $name", ({ names, expected }) => {
    const facts = factsOf({ names });
    expect(kubectl(facts, `describe ${workloadOf(facts)}`)).toBe(expected);
    expect(rolloutCommands(facts)).toContain(expected);
  });

  it.each([
    ["checkout-api", "checkout-api"],
    ["ghcr.io/acme/api:1.42.0@sha256:ab", "ghcr.io/acme/api:1.42.0@sha256:ab"],
    ["x; rm -rf /", "'x; rm -rf /'"],
    ["$(reboot)", "'$(reboot)'"],
    ["it's", "'it'\\''s'"],
    ["", "''"],
  ])("quote %j so that a shell runs nothing of it", (word, expected) => {
    expect(quoteForShell(word)).toBe(expected);
  });

  it("quote what an announcement says, whatever it says", () => {
    const facts = factsOf({ names: { ...nowhere, namespace: "a b", workload: "x;reboot", cluster: "`id`" } });
    for (const command of rolloutCommands(facts)) {
      expect(command.replaceAll(/'[^']*'/g, "")).not.toMatch(/[;`]|a b/);
    }
  });
});
