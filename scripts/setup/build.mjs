import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { runProgram } from "./run-program.mjs";
import { sayWhile } from "./say.mjs";
import { hashSources, isStamped, stamp } from "./stamp.mjs";

/**
 * The programs, each as one file: it starts in less than half the time that compiling its sources on the fly
 * takes. What stands in node_modules stays there. The command line tool, which is handed out, builds itself.
 */
const programs = [
  { entry: "apps/launcher/src/main.ts", out: "apps/launcher/dist/main.mjs" },
  { entry: "apps/launcher/src/migrate.ts", out: "apps/launcher/dist/migrate.mjs" },
  { entry: "apps/worker/src/main.ts", out: "apps/worker/dist/main.mjs" },
  { entry: "apps/web/src/server.ts", out: "apps/web/dist/server.mjs" },
];

const dashboardSources = [
  "apps/web",
  "packages",
  "docs",
  "prisma/schema",
  "package-lock.json",
  "tsconfig.base.json",
];

/** Builds what changed since it was last built: the `programs`, or `everything`. */
export async function build(what) {
  await buildPrograms();
  if (what === "everything") await buildDashboard();
}

async function buildPrograms() {
  const hash = hashSources([
    "apps",
    "packages",
    "prisma/schema",
    "package-lock.json",
    "scripts/setup/build.mjs",
  ]);
  const stampFile = "apps/launcher/dist/.stamp";
  if (isStamped(stampFile, hash)) return;
  await sayWhile("Building the programs", async () => {
    const esbuild = await import("esbuild");
    const { buildCli } = await import("../../apps/cli/build.mjs");
    await Promise.all([...programs.map((program) => esbuild.build(bundleOptions(program))), buildCli()]);
    // It leaves a helper process running otherwise.
    await esbuild.stop();
  });
  stamp(stampFile, hash);
}

function bundleOptions({ entry, out }) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    legalComments: "none",
    logLevel: "silent",
    plugins: [keepPackagesOutside],
  };
}

const keepPackagesOutside = {
  name: "keep-packages-outside",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@rollcall/") ? undefined : { path, external: true },
    );
  },
};

async function buildDashboard() {
  const hash = hashSources(dashboardSources);
  const stampFile = "apps/web/.next/.stamp";
  if (isStamped(stampFile, hash)) return;
  mkdirSync(join(root, "apps/web/.next"), { recursive: true });
  await sayWhile("Building the dashboard", () =>
    runProgram(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: join(root, "apps/web"),
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    }),
  );
  stamp(stampFile, hash);
}
