/**
 * Bundles the command into one file that runs wherever Node 20 does:
 * node build.mjs [outfile, dist/rollcall.mjs by default]
 */
import { chmod } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export async function buildCli(outfile = at("dist/rollcall.mjs")) {
  await build({
    entryPoints: [at("src/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    banner: { js: banner },
  });
  await chmod(outfile, 0o755);
}

// Bundled CommonJS packages ask for Node's own modules with `require`.
const banner = [
  "#!/usr/bin/env node",
  'import { createRequire as createRequireForBundle } from "node:module";',
  "const require = createRequireForBundle(import.meta.url);",
].join("\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCli(process.argv[2]);
