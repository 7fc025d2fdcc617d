import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { runProgram } from "./run-program.mjs";
import { sayWhile } from "./say.mjs";

/** Installs what `package-lock.json` names unless exactly that is installed. */
export async function install() {
  const wanted = readPackages("package-lock.json");
  if (isInstalled(wanted)) return;
  const paths = Object.keys(wanted).filter(
    (path) => path.includes("node_modules/") && !wanted[path].optional,
  );
  await sayWhile(
    `Installing ${paths.length} packages`,
    // Nothing needs the packages' install scripts, and some of them download programs.
    () => runProgram("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]),
    () => `${paths.filter((path) => existsSync(join(root, path, "package.json"))).length} are here`,
  );
}

function isInstalled(wanted) {
  const hiddenLock = "node_modules/.package-lock.json";
  if (!existsSync(join(root, hiddenLock))) return false;
  const installed = readPackages(hiddenLock);
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/") || entry.optional) return true;
    return entry.link ? existsSync(join(root, path)) : installed[path]?.version === entry.version;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
}
