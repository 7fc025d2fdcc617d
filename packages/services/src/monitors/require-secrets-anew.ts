import { AppError } from "@rollcall/domain/problem";
import type { MonitorWire, PatchMonitorInput } from "@rollcall/domain/wire";

/**
 * A secret that nobody may read back must not be sent to another place either: when the origin of a monitor's URL
 * changes, each secret header needs its value again. Throws `invalid_input` naming the headers.
 */
export function requireSecretsAnew(
  current: Pick<MonitorWire, "url" | "headers">,
  patch: Pick<PatchMonitorInput, "url" | "headers">,
): void {
  if (patch.url === undefined || new URL(patch.url).origin === new URL(current.url).origin) return;
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
