import { AppError } from "@rollcall/domain/problem";
import type { MonitorWire, PatchMonitorInput } from "@rollcall/domain/wire";

/**
 * A secret that nobody may read back must not be sent to another place either: when the origin of a monitor's URL
 * changes, or the one that it is compared with, each secret header needs its value again. Throws `invalid_input` naming
 * the headers.
 */
export function requireSecretsAnew(
  current: Pick<MonitorWire, "url" | "origin" | "headers">,
  patch: Pick<PatchMonitorInput, "url" | "origin" | "headers">,
): void {
  if (!isSentElsewhere(current, patch)) return;
  const headers = patch.headers ?? current.headers;
  const kept = headers.flatMap(({ secret, value }, index) => (secret && value === null ? [index] : []));
  if (kept.length === 0) return;
  throw new AppError("invalid_input", "The secret headers were given for another address.", {
    errors: kept.map((index) => ({
      detail: "enter the secret again for the new address",
      pointer: `#/headers/${index}/value`,
    })),
  });
}

function isSentElsewhere(
  current: Pick<MonitorWire, "url" | "origin">,
  { url = current.url, origin = current.origin }: Pick<PatchMonitorInput, "url" | "origin">,
): boolean {
  if (new URL(url).origin !== new URL(current.url).origin) return true;
  return origin !== null && origin !== current.origin;
}
