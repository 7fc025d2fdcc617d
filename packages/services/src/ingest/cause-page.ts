import type { Cause } from "@rollcall/domain/glossary";

/** The causes, each with the address of its page on this instance. */
export function causePages(causes: readonly Cause[], baseUrl: string): Cause[] {
  return causes.map((cause) => ({ ...cause, docs: `${baseUrl}/docs/causes/${cause.code}` }));
}
