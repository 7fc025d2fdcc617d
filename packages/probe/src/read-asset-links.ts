import { Parser } from "htmlparser2";
import { getDomain } from "tldts";

/** A file that a page asks for. `isCode`: a script or a style, which no browser takes from a page in its place. */
export type AssetLink = { url: string; isCode: boolean };

type Attributes = Record<string, string>;

/** What a preload may be of and still never be a page. */
const fileKinds = new Set(["script", "style", "font", "image"]);

/**
 * The scripts, styles and preloaded files that a page refers to, in order and each once: those of its own origin, and
 * by https those of its own site, as browsers draw it (`shop.example.co.uk` and `static.example.co.uk`, by the public
 * suffix list). What other sites serve was built by others, and is not asked for. Reads markup only, as a browser does
 * before any script has run.
 */
export function readAssetLinks(html: string, pageUrl: string, max: number): AssetLink[] {
  const links = new Map<string, AssetLink>();
  let base = pageUrl;
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (tag === "base" && attributes.href && URL.canParse(attributes.href, pageUrl))
        base = new URL(attributes.href, pageUrl).href;
      const found = linkOf(tag, attributes);
      const url = found && resolveUrl(found.href, base, pageUrl);
      if (url && !links.has(url) && links.size < max) links.set(url, { url, isCode: found.isCode });
    },
  });
  parser.write(html);
  parser.end();
  return [...links.values()];
}

function linkOf(tag: string, attributes: Attributes): { href: string; isCode: boolean } | null {
  if (tag === "script") return attributes.src ? { href: attributes.src, isCode: true } : null;
  if (tag !== "link" || !attributes.href) return null;
  const rel = (attributes.rel ?? "").toLowerCase().split(/\s+/);
  if (rel.includes("stylesheet") || rel.includes("modulepreload"))
    return { href: attributes.href, isCode: true };
  return rel.includes("preload")
    ? { href: attributes.href, isCode: fileKinds.has((attributes.as ?? "").toLowerCase()) }
    : null;
}

function resolveUrl(href: string, base: string, pageUrl: string): string | null {
  if (!URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  url.hash = "";
  const page = new URL(pageUrl);
  const isOwn = url.origin === page.origin || (url.protocol === "https:" && siteOf(url) === siteOf(page));
  return isOwn ? url.href : null;
}

/** The registrable domain; of an address or a name without one, the host itself. */
function siteOf({ hostname }: URL): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}
