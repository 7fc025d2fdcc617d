import { cleanText } from "@rollcall/domain/clean-text";
import type { ProbeSpec } from "@rollcall/domain/monitor-spec";
import type { BrokenAsset, PageAssets, ProbeResult } from "@rollcall/domain/observation";
import { headerValue, type OutboundResult, outboundRequest } from "@rollcall/outbound";
import { toAnswer } from "./answer.ts";
import { probeRequest } from "./probe-request.ts";
import { type AssetLink, readAssetLinks } from "./read-asset-links.ts";
import type { ProbeOptions } from "./run-probe.ts";
import { toProbeResult } from "./to-probe-result.ts";

const pageBytesMax = 512 * 1024;
const pageTimeoutMsMax = 15_000;
const assetsMax = 50;
const atOnce = 4;
const assetTimeoutMsMax = 10_000;
/** No file is begun after this. */
const allMsMax = 20_000;
/** A file counts as missing only if it is each time: one answer may come from an instance on its way out. */
const attempts = 3;

/**
 * Probes a page plainly and then asks once for each file it refers to, reading no further than the headers. `assets`
 * is missing when there was no answer to look at, and counts no file when the answer is no HTML page.
 */
export async function probeAssets(spec: ProbeSpec, options: ProbeOptions): Promise<ProbeResult> {
  const asked = probeRequest(spec, "plain", options);
  const timeoutMs = Math.min(spec.timeoutMs, pageTimeoutMsMax);
  const result = await outboundRequest({ ...asked, timeoutMs, bodyBytesMax: pageBytesMax }, options);
  const answer = toAnswer(result);
  const probed = toProbeResult(spec, result, answer);
  if (answer === null || answer.status >= 300) return probed;
  const pageUrl = result.redirects.at(-1) ?? spec.url;
  const isPage = answer.text !== null && isHtml(result);
  const links = isPage ? readAssetLinks(answer.text ?? "", pageUrl, assetsMax) : [];
  return { ...probed, assets: await askForAll(links, { spec, options, pageUrl }) };
}

type Page = { spec: ProbeSpec; options: ProbeOptions; pageUrl: string };

async function askForAll(links: readonly AssetLink[], page: Page): Promise<PageAssets> {
  const until = performance.now() + allMsMax;
  const waiting = [...links];
  const broken: BrokenAsset[] = [];
  let checked = 0;
  const work = async () => {
    for (let link = waiting.shift(); link && performance.now() < until; link = waiting.shift()) {
      const found = await askUntilThere(link, page);
      if (found === "unknown") continue;
      checked += 1;
      if (found !== "there") broken.push(found);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { checked, broken: broken.sort((a, b) => (a.url < b.url ? -1 : 1)) };
}

async function askUntilThere(link: AssetLink, page: Page): Promise<BrokenAsset | "there" | "unknown"> {
  let found = await askFor(link, page);
  for (let tried = 1; tried < attempts && typeof found === "object"; tried += 1)
    found = await askFor(link, page);
  return found;
}

/** Without an answer nothing is known of a file; refused to us (401, 403, 429), it may well be there for users. */
async function askFor(
  link: AssetLink,
  { spec, options, pageUrl }: Page,
): Promise<BrokenAsset | "there" | "unknown"> {
  const isOwn = isSameOrigin(link.url, pageUrl) && isSameOrigin(pageUrl, spec.url);
  const headers = isOwn ? spec.headers : {};
  const request = probeRequest(
    { ...spec, url: link.url, method: "GET", headers, body: null },
    "plain",
    options,
  );
  const timeoutMs = Math.min(spec.timeoutMs, assetTimeoutMsMax);
  const result = await outboundRequest(
    { ...request, timeoutMs, followRedirects: 3, bodyBytesMax: 0 },
    options,
  );
  if (result.outcome.kind !== "answered") return "unknown";
  const { status } = result.outcome;
  const isGone = status === 404 || status === 410 || status >= 500;
  if (!isGone && !(status < 300 && link.isCode && isHtml(result))) return "there";
  const contentType = headerValue(result.headers, "content-type");
  return {
    url: cleanText(link.url, 512),
    status,
    contentType: contentType === undefined ? null : cleanText(contentType, 128),
  };
}

function isSameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}

function isHtml({ headers }: OutboundResult): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(headerValue(headers, "content-type") ?? "");
}
