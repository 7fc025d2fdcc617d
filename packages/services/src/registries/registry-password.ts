/** A registry's password: sealed to its row, opened only to ask the registry. */
import type { Sealer } from "@rollcall/runtime";

/** Seals a password; another row does not open it. */
export function sealRegistryPassword(sealer: Sealer, registryId: string, password: string): string {
  return sealer.seal(password, sealContext(registryId));
}

/** Opens it. Throws when it was sealed for another registry or with another secret. */
export function openRegistryPassword(sealer: Sealer, registryId: string, sealed: string): string {
  return sealer.open(sealed, sealContext(registryId));
}

function sealContext(registryId: string): string {
  return `registry:${registryId}`;
}
