/** Which edge answered, and at which of its places (its point of presence); `null` where the headers do not name it. */
export type NamedEdge = { edge: string | null; pop: string | null };

type Headers = Readonly<Record<string, string>>;

/** Signs of the edges, the surest first; `pop` gives the place where a header names it. */
const edges: readonly {
  name: string;
  has: (headers: Headers) => boolean;
  pop?: (headers: Headers) => string | undefined;
}[] = [
  {
    name: "Cloudflare",
    has: (headers) => "cf-ray" in headers || "cf-cache-status" in headers,
    pop: (headers) => /-([A-Z]{3})$/.exec(headers["cf-ray"] ?? "")?.[1],
  },
  {
    name: "Vercel",
    has: (headers) => "x-vercel-cache" in headers || "x-vercel-id" in headers,
    pop: (headers) => /^([a-z]{3}\d+)::/.exec(headers["x-vercel-id"] ?? "")?.[1],
  },
  {
    name: "CloudFront",
    has: (headers) => "x-amz-cf-pop" in headers || /cloudfront/i.test(`${headers["x-cache"]} ${headers.via}`),
    pop: (headers) => /^[A-Z]{3}\d+/.exec(headers["x-amz-cf-pop"] ?? "")?.[0],
  },
  {
    name: "Fastly",
    has: (headers) => /\bcache-/.test(headers["x-served-by"] ?? "") || /fastly/i.test(headers.via ?? ""),
    // The layers in order, the one nearest to us last: `cache-iad-kiad7000123-IAD, cache-ams21066-AMS`.
    pop: (headers) => /-([A-Z]{3})$/.exec(headers["x-served-by"] ?? "")?.[1],
  },
  {
    name: "Netlify",
    has: (headers) => "x-nf-request-id" in headers || /netlify/i.test(headers["cache-status"] ?? ""),
  },
  { name: "Azure Front Door", has: (headers) => "x-azure-ref" in headers },
  {
    name: "Akamai",
    has: (headers) =>
      "x-akamai-request-id" in headers ||
      "x-check-cacheable" in headers ||
      /akamai|^TCP_/i.test(`${headers["x-cache"] ?? ""} ${headers.via ?? ""}`),
  },
  { name: "bunny.net", has: (headers) => "cdn-cache" in headers },
  { name: "Sucuri", has: (headers) => "x-sucuri-cache" in headers },
  { name: "Imperva", has: (headers) => "x-iinfo" in headers },
  {
    name: "Google Cloud",
    has: (headers) => "x-goog-cache-status" in headers || /\bgoogle\b/i.test(headers.via ?? ""),
  },
  { name: "Varnish", has: (headers) => /varnish/i.test(headers.via ?? "") },
];

/** Names the edge by the headers that only it sends. */
export function nameEdge(headers: Headers): NamedEdge {
  const found = edges.find(({ has }) => has(headers));
  return { edge: found?.name ?? null, pop: found?.pop?.(headers) ?? null };
}
