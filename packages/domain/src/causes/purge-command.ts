import { quoteForShell } from "./commands.ts";

/** What one vendor calls it. Words in capitals with a dollar sign are for the reader to fill in. */
type Purge = (url: string) => string;

const purges: Readonly<Record<string, Purge>> = {
  Cloudflare: (url) =>
    `curl -sS -X POST "https://api.cloudflare.com/client/v4/zones/$ZONE_ID/purge_cache" -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data ${quoteForShell(JSON.stringify({ files: [url] }))}`,
  CloudFront: (url) =>
    `aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION_ID" --paths ${quoteForShell(new URL(url).pathname + new URL(url).search)}`,
  Fastly: (url) => `fastly purge --url ${quoteForShell(url)}`,
  Vercel: () => "vercel cache purge --type cdn",
  Netlify: () =>
    `curl -sS -X POST https://api.netlify.com/api/v1/purge -H "Authorization: Bearer $NETLIFY_AUTH_TOKEN" -H 'Content-Type: application/json' --data "{\\"site_id\\":\\"$SITE_ID\\"}"`,
  Akamai: (url) => `akamai purge invalidate ${quoteForShell(url)}`,
  "Azure Front Door": (url) =>
    `az afd endpoint purge --resource-group "$RESOURCE_GROUP" --profile-name "$PROFILE" --endpoint-name "$ENDPOINT" --domains ${quoteForShell(new URL(url).hostname)} --content-paths ${quoteForShell(new URL(url).pathname)}`,
  "Google Cloud": (url) =>
    `gcloud compute url-maps invalidate-cdn-cache "$URL_MAP" --host ${quoteForShell(new URL(url).hostname)} --path ${quoteForShell(new URL(url).pathname)}`,
  "bunny.net": (url) =>
    `curl -sS -X POST ${quoteForShell(`https://api.bunny.net/purge?url=${encodeURIComponent(url)}`)} -H "AccessKey: $BUNNY_API_KEY"`,
  Varnish: (url) => `curl -sS -X PURGE ${quoteForShell(url)}`,
};

/** The command that takes a URL out of an edge's cache; a plain sentence where edge or URL are not known. */
export function purgeCommand(edge: string | null, url: string | null): string {
  const purge = edge !== null && Object.hasOwn(purges, edge) ? purges[edge] : undefined;
  if (purge !== undefined && url !== null && URL.canParse(url)) return purge(url);
  return `Purge the cache${edge === null || edge === "a cache" ? "" : ` of ${edge}`} for ${url ?? "this address"}`;
}
