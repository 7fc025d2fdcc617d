import { cpus } from "node:os";

/** What a bench ran on, as its report says it: "2 cores (Some CPU, Node v20.20.2)"; `more` stands at the end in the brackets. */
export function describeMachine(...more: string[]): string {
  const [first] = cpus();
  const facts = [first?.model.trim() ?? "unknown", `Node ${process.version}`, ...more];
  return `${cpus().length} cores (${facts.join(", ")})`;
}
