import { AppError } from "@rollcall/domain/problem";
import type { AddressGuard } from "./monitor-context.ts";

/**
 * Refuses a URL whose host is a closed address or this machine, and says how to open it. It exists for a clear
 * answer at once: what protects the instance is the dialer, which checks every resolved address when it connects.
 */
export function requireOpenUrl(guard: AddressGuard, url: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const address = host === "localhost" || host.endsWith(".localhost") ? "127.0.0.1" : host;
  const isLiteral = address.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
  if (!isLiteral || guard.isOpen(address)) return;
  const range = address.includes(":") ? `${address}/128` : `${address}/32`;
  throw new AppError("invalid_input", `${host} is not on the public internet, so it is not probed.`, {
    errors: [
      {
        detail: `The operator of this instance can allow it: ROLLCALL_ALLOW_TARGETS=${range} (or a wider range)`,
        pointer: "#/url",
      },
    ],
  });
}
