/** What a program's `/metrics` tell of a stretch of time. */

/** Every sample by its name and labels, as they stand in the text. */
export type Scrape = ReadonlyMap<string, number>;

/** Reads the metrics of a running program; `url` is the root of its health server. */
export async function scrape(url: string): Promise<Scrape> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

/** Of all samples whose names begin so, such as those of one name with any labels. */
export function sumOf(samples: Scrape, beginning: string): number {
  return [...samples].reduce((sum, [name, value]) => sum + (name.startsWith(beginning) ? value : 0), 0);
}

/** How a histogram grew between two scrapes: `over` is the share of what took longer than so many seconds. */
export type Growth = { count: number; mean: number; over: (bucket: number) => number };

/** Of a histogram without labels; `bucket` must be one of its own. */
export function histogramGrowth(name: string, before: Scrape, after: Scrape): Growth {
  const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  const count = grown(`${name}_count`);
  return {
    count,
    mean: grown(`${name}_sum`) / count,
    over: (bucket) => 1 - grown(`${name}_bucket{le="${bucket}"}`) / count,
  };
}
