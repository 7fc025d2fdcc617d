import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const rows = readFileSync(join(root, "docs/acceptance.md"), "utf8").matchAll(
  /^\| (\d+) \|.*\| `(.+)` \| (.+) \|$/gm,
);

it.each([...rows].map(([, number, file, test]) => ({ number, file, test })))(
  "$number is proven by $file: $test",
  ({ file = "", test = "" }) => {
    expect(readFileSync(join(root, file), "utf8")).toContain(test);
  },
);
