import { isIPv6 } from "node:net";
import type { HttpBindings } from "@hono/node-server";

/**
 * Where a request comes from, to count by: an address, of IPv6 its network. Behind `proxyHops` trusted proxies each appends the address it saw, so the client is
 * that many entries from the right of `X-Forwarded-For`; what stands further left is whatever the client wrote.
 */
export function clientAddress(
  headers: Headers,
  bindings: Partial<HttpBindings> | undefined,
  proxyHops: number,
): string {
  const socketAddress = bindings?.incoming?.socket.remoteAddress ?? "unknown";
  if (proxyHops === 0) return networkOf(socketAddress);
  const forwarded = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return networkOf(forwarded.at(-proxyHops) ?? socketAddress);
}

/** Whoever has one address of IPv6 has all of its /64, and could try again from each. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, "")}]`);
  const canonical = hostname.slice(1, -1);
  // IPv4, as a socket for both tells it.
  if (canonical.startsWith("::ffff:")) return address;
  const [front = [], back = []] = canonical.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = Array(8 - front.length - back.length).fill("0");
  return `${[...front, ...zeros, ...back].slice(0, 4).join(":")}::/64`;
}
