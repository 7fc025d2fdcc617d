import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The folder that holds `apps/` and `prisma/`. Looked for upwards from this module, because the program runs from
 * its sources and from its bundle alike.
 */
export const appRoot = findRoot(import.meta.dirname);
/** Where the Next app and its build are. */
export const webDir = path.join(appRoot, "apps/web");

function findRoot(from: string): string {
  for (let dir = from; dir !== path.dirname(dir); dir = path.dirname(dir))
    if (existsSync(path.join(dir, "apps/web/package.json"))) return dir;
  throw new Error("The folder apps/web is missing around the program.");
}
