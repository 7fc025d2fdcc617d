import { expect, it } from "vitest";
import type { Cause } from "../glossary.ts";
import { rankCauses } from "./rank-causes.ts";

const causeOf = (code: Cause["code"], confidence: number, next: string[]): Cause => ({
  code,
  title: code,
  confidence,
  evidence: [],
  next,
});

it("names each step once, at the likeliest cause that asks for it", () => {
  const ranked = rankCauses([
    causeOf("progress_deadline", 0.4, ["kubectl get pods", "kubectl get events"]),
    causeOf("partial_backends", 0.65, ["kubectl get pods", "kubectl describe", "kubectl get pods"]),
    causeOf("never_started", 0.2, ["kubectl get events"]),
  ]);
  expect(ranked.map(({ code, next }) => [code, next])).toEqual([
    ["partial_backends", ["kubectl get pods", "kubectl describe"]],
    ["progress_deadline", ["kubectl get events"]],
    ["never_started", []],
  ]);
});
