/** Commands to type next, with what is known of where the service runs. */
import type { DeployFacts } from "../rollout/types.ts";

/** A word as a POSIX shell reads it back unchanged, whatever somebody announced. */
export function quoteForShell(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `kubectl` with the context and namespace that were announced. */
export function kubectl(
  { names }: { names: Pick<DeployFacts["names"], "cluster" | "namespace"> },
  command: string,
): string {
  const context = names.cluster === null ? "" : ` --context ${quoteForShell(names.cluster)}`;
  const namespace = names.namespace === null ? "" : ` -n ${quoteForShell(names.namespace)}`;
  return `kubectl${context}${namespace} ${command}`;
}

/** The workload as kubectl names it; the service's name stands in for one that was not announced. */
export function workloadOf({ names, service }: DeployFacts): string {
  const name = names.workload ?? service;
  return quoteForShell(name.includes("/") ? name : `deployment/${name}`);
}

/** What is rolling out, and what its pods complain about. */
export function rolloutCommands(facts: DeployFacts): string[] {
  return [
    kubectl(facts, `rollout status ${workloadOf(facts)} --timeout=10s`),
    kubectl(facts, `describe ${workloadOf(facts)}`),
    kubectl(facts, "get pods -o wide"),
    kubectl(facts, "get events --sort-by=.lastTimestamp"),
  ];
}
