import type { HttpBindings } from "@hono/node-server";

/**
 * Where a request comes from. Behind `proxyHops` trusted proxies each appends the address it saw, so the client is
 * that many entries from the right of `X-Forwarded-For`; what stands further left is whatever the client wrote.
 */
export function clientAddress(
  headers: Headers,
  bindings: Partial<HttpBindings> | undefined,
  proxyHops: number,
): string {
  const socketAddress = bindings?.incoming?.socket.remoteAddress ?? "unknown";
  if (proxyHops === 0) return socketAddress;
  const forwarded = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return forwarded.at(-proxyHops) ?? socketAddress;
}
