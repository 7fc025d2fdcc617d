/** How to ask by hand what a probe asks. */
import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import { originUrl } from "@rollcall/domain/wire";

/** What a curl command needs of a monitor; a secret header's value is `null`. */
export type CurlTarget = {
  url: string;
  method: string;
  timeoutMs: number;
  /** How many; 0 follows none. */
  followRedirects: number;
  origin: string | null;
  headers: { name: string; value: string | null }[];
};

/** The one probe to repeat: past every cache if it was `busted`, at its `origin`, at the address that answered it. */
export type CurlProbe = { variant: ProbeVariant; remoteAddress: string | null };

/** A command that asks as a probe does: a fresh connection, no cookies, nothing compressed, headers shown. */
export function curlCommand(target: CurlTarget, probe?: CurlProbe): string {
  const parts = ["curl", "-sS", "-D-", "--max-time", String(Math.ceil(target.timeoutMs / 1000))];
  if (target.method === "HEAD") parts.push("--head");
  else if (target.method !== "GET") parts.push("-X", target.method);
  if (target.followRedirects > 0) parts.push("-L", "--max-redirs", String(target.followRedirects));
  for (const { name, value } of target.headers) parts.push("-H", quote(`${name}: ${value ?? "***"}`));
  if (probe?.variant === "busted") parts.push("-H", quote("Cache-Control: no-cache, no-store"));
  if (probe?.variant === "origin" && target.origin !== null)
    return [...parts, ...atOrigin(target.url, originUrl(target.origin, target.url) ?? target.url)].join(" ");
  const address = probe === undefined ? null : resolveOption(target.url, probe.remoteAddress);
  if (address !== null) parts.push("--resolve", quote(address));
  return [...parts, quote(probe?.variant === "busted" ? withUniqueQuery(target.url) : target.url)].join(" ");
}

/** Where both speak the same protocol curl keeps name and certificate; else only the `Host` can be kept. */
function atOrigin(url: string, origin: string): string[] {
  const [asked, dialled] = [new URL(url), new URL(origin)];
  if (asked.protocol === dialled.protocol)
    return ["--connect-to", quote(`${hostAndPort(asked)}:${hostAndPort(dialled)}`), quote(url)];
  return ["-H", quote(`Host: ${asked.host}`), quote(`${dialled.origin}${asked.pathname}${asked.search}`)];
}

function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === "" ? (protocol === "https:" ? 443 : 80) : port}`;
}

/** A name may lead to several addresses; the one that answered is asked again. */
function resolveOption(url: string, remoteAddress: string | null): string | null {
  if (remoteAddress === null || !URL.canParse(url)) return null;
  const asked = new URL(url);
  if (/^[\d.]+$|^\[/.test(asked.hostname)) return null;
  const address = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
  return `${hostAndPort(asked)}:${address}`;
}

function withUniqueQuery(url: string): string {
  const [address = "", fragment] = url.split("#", 2);
  const unique = `${address.includes("?") ? "&" : "?"}rollcall-probe=by-hand`;
  return `${address}${unique}${fragment === undefined ? "" : `#${fragment}`}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
