/** Bundles the CLI into one file that runs anywhere Node 20 does: `apps/cli/dist/rollcall.mjs`. */
import { chmod } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const outfile = fileURLToPath(new URL("dist/rollcall.mjs", import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL("src/main.ts", import.meta.url))],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minify: true,
  legalComments: "none",
  // Bundled CommonJS packages still ask for Node's own modules with `require`.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});
await chmod(outfile, 0o755);
