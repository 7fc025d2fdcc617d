import { describe, expect, it } from "vitest";
import { findClusterCauses } from "../find-cluster-causes.ts";
import type { ClusterNames } from "../names.ts";
import { clusterRules } from "./cluster-rules.ts";
import { pullWords } from "./pull-words.ts";

const topOf = (text: string) => findClusterCauses(text)[0]?.code ?? null;
const unknown: ClusterNames = {
  cluster: null,
  namespace: null,
  workload: null,
  pod: null,
  container: null,
  image: null,
  registry: null,
  node: null,
};

describe.each(clusterRules.map((rule) => ({ code: rule.code, rule })))("$code", ({ rule }) => {
  it.each(rule.examples)("is named first by %s", (example) => {
    expect(topOf(example)).toBe(rule.code);
  });

  it.each(rule.counterexamples ?? [])("is not named by %s", (counterexample) => {
    expect(findClusterCauses(counterexample).map(({ code }) => code)).not.toContain(rule.code);
  });

  it("says what it means and what to type, also where no name is known", () => {
    expect(rule.title(unknown)).not.toMatch(/null|undefined/);
    expect(rule.next(unknown).length).toBeGreaterThan(0);
    expect(rule.next(unknown).join("\n")).not.toMatch(/null|undefined|<[a-z]+>/);
    expect(rule.explanation.length).toBeGreaterThan(100);
  });
});

it("each code has one rule", () => {
  const codes = clusterRules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

it("no expression repeats without a bound, so that no text can make one slow", () => {
  const signs = clusterRules.flatMap(({ signs: all }) => all);
  const patterns = [
    ...pullWords,
    ...signs.flatMap(({ says, about = [], unless = [] }) => [...says, ...about, ...unless]),
  ];
  for (const { source } of patterns) {
    const bare = source.replaceAll(/\\./g, "_").replaceAll(/\[[^\]]*\]/g, "_");
    expect(bare, source).not.toMatch(/[*+]|\{\d+,\}/);
  }
});
