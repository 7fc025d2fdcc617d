/** Causes that lie between the origin and its users: an edge that keeps an old page, a page without its files. */
import { describeAge } from "../cache/index.ts";
import type { Cause } from "../glossary.ts";
import { countCompared } from "../rollout/comparison.ts";
import type { Findings } from "../rollout/findings.ts";
import { answersHow, missingAssetsText } from "../rollout/missing-assets-sentence.ts";
import { findStaleEdge, staleEdgeText } from "../rollout/stale-edge.ts";
import type { ComparedAnswer } from "../rollout/types.ts";
import type { PartView, RolloutView } from "../rollout/view.ts";
import { listNames } from "../words/index.ts";
import { kubectl, quoteForShell, workloadOf } from "./commands.ts";
import { purgeCommand } from "./purge-command.ts";

/** The origin is new, the edge serves what it kept. */
export function edgeStale(view: RolloutView): Cause | null {
  const edge = findStaleEdge(view);
  if (edge === null) return null;
  const url = edge.parts[0]?.monitor.url ?? null;
  const name = edge.page?.cache.edge ?? view.state.cdn;
  return {
    code: "edge_stale",
    title: staleEdgeText(edge, view),
    confidence: 0.9,
    evidence: edge.regions.map((region) =>
      compareWords(
        region,
        edge.parts.filter((part) => part.region === region),
        view,
      ),
    ),
    next: [
      purgeCommand(name, url),
      ...(url === null ? [] : reproduce(url)),
      "Send Cache-Control: no-store with the answer that tells the version",
    ],
  };
}

/** "eu-west: plain 1.41.3 (cf-cache-status: HIT, age 12 min 40 s), past the cache 1.42.0 in 5 of 5". */
function compareWords(region: string, parts: readonly PartView[], { facts }: RolloutView): string {
  const page = parts.flatMap(({ cell }) => cell.comparison?.plain ?? [])[0];
  const plain = page === undefined ? "plain old" : `plain ${page.value} (${cacheWords(page)})`;
  const beyond = (["busted", "origin"] as const).flatMap((way) => {
    const { expected, answers } = countCompared(parts, way);
    const name = way === "busted" ? "past the cache" : "at the origin";
    return answers === 0 ? [] : [`${name} ${facts.version} in ${expected} of ${answers}`];
  });
  return `${region}: ${[plain, ...beyond].join(", ")}`;
}

function cacheWords({ cache }: ComparedAnswer): string {
  const age = describeAge(cache);
  return cache.said === null || cache.said.startsWith("age:")
    ? age.replace(", ", "") || "no cache header"
    : `${cache.said}${age}`;
}

function reproduce(url: string): string[] {
  const busted = `${url}${url.includes("?") ? "&" : "?"}rollcall-probe=by-hand`;
  return [
    `curl -sS -o /dev/null -D- ${quoteForShell(url)}`,
    `curl -sS -o /dev/null -D- -H 'Cache-Control: no-cache, no-store' ${quoteForShell(busted)}`,
  ];
}

/** The new page is there, a file that it asks for is not. */
export function missingAsset(view: RolloutView, { missingAssets }: Findings): Cause | null {
  if (missingAssets === null) return null;
  const { assets, checked } = missingAssets;
  const [first] = assets;
  return {
    code: "bad_release",
    title: `New page, missing chunk: ${missingAssetsText(view, missingAssets)}`,
    confidence: 0.9,
    evidence: [
      ...assets.map((asset) => `${listNames(asset.regions)}: ${asset.url} ${answersHow(asset)}`),
      `${checked} files that the page asks for were fetched in each region`,
    ],
    next: [
      ...(first === undefined ? [] : [`curl -sS -o /dev/null -D- ${quoteForShell(first.url)}`]),
      "Put a page's files in place before the page, and keep those of the last page for a while",
      kubectl(view.facts, `rollout undo ${workloadOf(view.facts)}`),
    ],
  };
}
