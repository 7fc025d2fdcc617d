import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { AppError } from "@rollcall/domain/problem";

/** Throws `invalid_input` when a monitor is to verify deploys but could not: no version reader, or a method that changes things. */
export function requireVerifiable(monitor: {
  verifiesDeploys: boolean;
  version: VersionReader | null;
  method: string;
}): void {
  if (!monitor.verifiesDeploys) return;
  if (monitor.version === null) refuse("needs `version`: where an answer states its version", "version");
  if (monitor.method !== "GET" && monitor.method !== "HEAD")
    refuse("needs GET or HEAD: an open deploy is probed in bursts", "method");
}

function refuse(detail: string, field: string): never {
  throw new AppError(
    "invalid_input",
    "A monitor that verifies deploys is probed in bursts for its version.",
    {
      errors: [{ detail: `verifiesDeploys ${detail}`, pointer: `#/${field}` }],
    },
  );
}
