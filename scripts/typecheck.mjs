/** `npm run typecheck`: the types of every package, two at a time. Prints every error, then exits with 1. */
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { tryProgram } from "./setup/run-program.mjs";

const folders = ["apps", "packages"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`),
);
const waiting = [...folders, "e2e", "scripts"].filter((folder) =>
  existsSync(join(root, folder, "tsconfig.json")),
);
let hasFailed = false;

async function checkNext() {
  for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
    const { code, output } = await tryProgram(process.execPath, [
      join(root, "node_modules/typescript/bin/tsc"),
      "--noEmit",
      "-p",
      folder,
    ]);
    if (code === 0) continue;
    hasFailed = true;
    process.stdout.write(`${folder}\n${output}\n`);
  }
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism() / 2) }, checkNext));
process.exitCode = hasFailed ? 1 : 0;
