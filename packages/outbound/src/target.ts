import { isIP } from "node:net";
import type { Outcome } from "@rollcall/domain/observation";
import type { Step } from "./step.ts";

/** A URL that has passed the checks which need no address: parsed once, never again from text. */
export type Target = {
  url: URL;
  isTls: boolean;
  /** A name or an address, without the brackets of an IPv6 literal. */
  hostname: string;
  port: number;
};

const urlCharsMax = 2048;
const hostnameCharsMax = 253;

/**
 * Ports of services that are not HTTP but act on lines of text, or that nobody should be able to scan for through
 * us: mail, remote shells, file shares, databases, caches. Any other port is open, since web applications live on
 * all of them.
 */
const closedPorts = new Set([
  0, 1, 7, 9, 13, 19, 20, 21, 22, 23, 25, 37, 43, 53, 69, 79, 110, 111, 113, 119, 123, 135, 137, 139, 143,
  161, 179, 389, 445, 465, 512, 513, 514, 515, 543, 548, 554, 587, 631, 636, 873, 993, 995, 1433, 1521, 1723,
  2049, 3306, 3389, 5060, 5432, 5900, 6000, 6379, 6667, 11211, 27017,
]);

/** Checks scheme, credentials, length and port of a URL; nothing an operator allows can open these. */
export function parseTarget(text: string): Step<Target> {
  const url = text.length > urlCharsMax ? null : parseUrl(text);
  if (url === null) return refuse("url", text.slice(0, 200));
  if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("scheme", url.protocol);
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username !== "" || url.password !== "" || hostname.length > hostnameCharsMax)
    return refuse("url", url.host);
  const isTls = url.protocol === "https:";
  const port = url.port === "" ? (isTls ? 443 : 80) : Number(url.port);
  if (closedPorts.has(port)) return refuse("port", String(port));
  return { ok: true, value: { url, isTls, hostname, port } };
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** True when the host of the URL is an address, which Node would dial without ever calling a lookup. */
export function isAddressLiteral(target: Target): boolean {
  return isIP(target.hostname) !== 0;
}

function refuse(why: "url" | "scheme" | "port", what: string): { ok: false; outcome: Outcome } {
  return { ok: false, outcome: { kind: "blocked_target", address: what, why } };
}
