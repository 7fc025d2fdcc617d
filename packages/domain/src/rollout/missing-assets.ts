/** Files that a new page asks for and that are not there: fetched only after `live`, so that no cache keeps a miss. */
import type { Instant } from "../glossary.ts";
import type { BrokenAsset, Observation } from "../observation.ts";
import type { Sample } from "./sample.ts";
import type { RolloutCell } from "./state.ts";
import type { BurstPlan } from "./types.ts";
import type { PartView, RolloutView } from "./view.ts";

/** One look at the files of a page. `broken` names the first few, `missing` counts them all. */
export type AssetCheck = { at: Instant; checked: number; missing: number; broken: BrokenAsset[] };

/** What is missing, and where. */
export type MissingAssets = {
  cells: RolloutCell[];
  checked: number;
  assets: (BrokenAsset & { regions: string[] })[];
};

/** Two in a row must find something missing: a single one may have met an instance on its way out. */
const checksKept = 2;
const brokenMax = 5;

/** The last checks with one more. What the page of another version asks for says nothing. */
export function addAssetCheck(
  checks: readonly AssetCheck[] = [],
  { at, version }: Pick<Sample, "at" | "version">,
  { assets }: Pick<Observation, "assets">,
): AssetCheck[] {
  if (assets === undefined || version !== "expected") return [...checks];
  const { checked, broken } = assets;
  const check = { at, checked, missing: broken.length, broken: broken.slice(0, brokenMax) };
  const all = [...checks.filter((one) => one.at !== at), check];
  return all.sort((a, b) => a.at - b.at).slice(-checksKept);
}

/** The files that pages of the live version ask for in vain; `null` when there are none, and before `live`. */
export function findMissingAssets(view: RolloutView): MissingAssets | null {
  if (view.state.liveAt === null) return null;
  const parts = view.parts.filter(({ monitor, cell }) => monitor.mayBePage === true && isMissing(cell));
  if (parts.length === 0) return null;
  const found = parts.flatMap(({ region, cell }) =>
    (cell.assetChecks?.at(-1)?.broken ?? []).map((asset) => ({ ...asset, region })),
  );
  const urls = [...new Set(found.map(({ url }) => url))];
  return {
    cells: parts.map(({ cell }) => cell),
    checked: Math.max(...parts.map(({ cell }) => cell.assetChecks?.at(-1)?.checked ?? 0)),
    assets: urls.flatMap((url) => {
      const same = found.filter((asset) => asset.url === url);
      const [first] = same;
      if (first === undefined) return [];
      const { status, contentType } = first;
      return [{ url, status, contentType, regions: [...new Set(same.map(({ region }) => region))] }];
    }),
  };
}

function isMissing({ assetChecks = [] }: RolloutCell): boolean {
  return assetChecks.length === checksKept && assetChecks.every(({ missing }) => missing > 0);
}

const firstLookMs = 15_000;
const lookAgainMs = 60_000;

/** The pages to look at: each once after `live`, and again for as long as something is missing. */
export function planAssetChecks(view: RolloutView): Pick<BurstPlan, "assets"> {
  const { liveAt } = view.state;
  if (liveAt === null) return {};
  const isFresh = view.now < liveAt + view.facts.policy.soakMs;
  const assets = view.parts.flatMap((part) => {
    const everyMs = lookEvery(part, isFresh);
    return everyMs === null ? [] : [{ monitorId: part.monitor.id, region: part.region, everyMs }];
  });
  return assets.length === 0 ? {} : { assets };
}

function lookEvery({ monitor, cell }: PartView, isFresh: boolean): number | null {
  if (monitor.mayBePage !== true) return null;
  const last = cell.assetChecks?.at(-1);
  if (last === undefined) return isFresh ? firstLookMs : null;
  if (last.missing === 0) return null;
  return isMissing(cell) ? lookAgainMs : firstLookMs;
}
