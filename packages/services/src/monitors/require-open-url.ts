import { AppError } from "@rollcall/domain/problem";
import { originUrl } from "@rollcall/domain/wire";
import type { AddressGuard } from "./monitor-context.ts";

/**
 * Refuses a URL whose host is a closed address or this machine, and says how to open it. It exists for a clear
 * answer at once: what protects the instance is the dialer, which checks every resolved address when it connects.
 */
export function requireOpenUrl(guard: AddressGuard, url: string): void {
  requireOpenHost(guard, url, "#/url");
}

/** The same for the origin of a monitor; without one there is nothing to refuse. */
export function requireOpenOrigin(guard: AddressGuard, origin: string | null | undefined, url: string): void {
  const dialled = origin == null ? null : originUrl(origin, url);
  if (dialled !== null) requireOpenHost(guard, dialled, "#/origin");
}

function requireOpenHost(guard: AddressGuard, url: string, pointer: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const address = host === "localhost" || host.endsWith(".localhost") ? "127.0.0.1" : host;
  const isLiteral = address.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
  if (!isLiteral || guard.isOpen(address)) return;
  const range = address.includes(":") ? `${address}/128` : `${address}/32`;
  throw new AppError("invalid_input", `${host} is not on the public internet, so it is not probed.`, {
    errors: [
      {
        detail: `The operator of this instance can allow it: ROLLCALL_ALLOW_TARGETS=${range} (or a wider range)`,
        pointer,
      },
    ],
  });
}
