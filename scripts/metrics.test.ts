import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstanceMetrics, createMetrics } from "@rollcall/runtime";
import { expect, it } from "vitest";

const guides = join(import.meta.dirname, "../docs/guides");

it("finds every metric of ours in a table of the guides, with its labels, and no other", async () => {
  const registries = [createMetrics().registry, createInstanceMetrics().registry];
  const ours = registries
    .flatMap((registry) => registry.getMetricsAsArray())
    .filter(({ name }) => name.startsWith("rollcall_"))
    .map((metric) => {
      const labels = "labelNames" in metric ? (metric.labelNames as string[]) : [];
      return labels.length === 0 ? metric.name : `${metric.name}{${labels.join(", ")}}`;
    });
  const told = readdirSync(guides)
    .flatMap((file) => readFileSync(join(guides, file), "utf8").split("\n"))
    .filter((line) => line.startsWith("| `rollcall_"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`(.+?)`/g)].map(([, name]) => name));
  expect(told.sort()).toEqual(ours.sort());
});
