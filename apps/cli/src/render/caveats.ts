import type { DeployWire } from "@rollcall/domain/wire";
import { listNames } from "@rollcall/domain/words";
import { plainText } from "./wrap.ts";

/** What limits the verdict, each thing once, with the regions that it holds in. */
export function caveatLines({ regions }: Pick<DeployWire, "regions">): string[] {
  const texts = new Set(regions.flatMap(({ caveats }) => caveats));
  return [...texts].map((text) => {
    const where = regions.filter(({ caveats }) => caveats.includes(text)).map(({ region }) => region);
    return `caveat: ${plainText(text)} (${listNames(where)})`;
  });
}
