import { countOf, listNames } from "../words/index.ts";
import type { MissingAssets } from "./missing-assets.ts";
import { servedSentence } from "./sentence-parts.ts";
import type { RolloutView } from "./view.ts";

/** "The new page of 1.42.0 asks for /assets/app-9f2c.js, which answers 404 in eu-west." */
export function missingAssetsSentence(view: RolloutView, missing: MissingAssets): string {
  return `${missingAssetsText(view, missing)}. ${servedSentence(view)}`;
}

/** The same without its stop and without who is served. */
export function missingAssetsText(view: RolloutView, { assets, cells }: MissingAssets): string {
  const [first] = assets;
  const regions = [...new Set(cells.map(({ region }) => region))];
  const all = new Set(view.parts.map(({ region }) => region)).size;
  const where = regions.length < all ? ` in ${listNames(regions)}` : "";
  const more = assets.length > 1 ? `, and for ${countOf(assets.length - 1, "more file")} in vain` : "";
  if (first === undefined)
    return `The new page of ${view.facts.version} asks for files that are missing${where}`;
  return `The new page of ${view.facts.version} asks for ${pathOf(first.url)}, which ${answersHow(first)}${where}${more}`;
}

/** "answers 404", or "answers 200 with text/html" for a page in a file's place. */
export function answersHow({ status, contentType }: { status: number; contentType: string | null }): string {
  return status < 300 ? `answers ${status} with ${contentType ?? "no content type"}` : `answers ${status}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
