import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";

const ignored =
  /^(node_modules|generated|dist|test|\.next|\.turbo)$|\.test\.tsx?$|\.tsbuildinfo$|^next-env\.d\.ts$/;

/** One hash of all files under the given paths (relative to the root), without tests and what is generated. */
export function hashSources(paths) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  for (const path of paths)
    for (const file of listFiles(path)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function listFiles(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .filter((name) => !ignored.test(name))
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

/** True when the stamp says that its folder was made from the sources with this hash. */
export function isStamped(stampFile, hash) {
  const file = join(root, stampFile);
  return existsSync(file) && readFileSync(file, "utf8") === hash;
}

/** Says so. The stamp lies in what was made, so that whoever deletes the one deletes the other. */
export function stamp(stampFile, hash) {
  const file = join(root, stampFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, hash);
}
