import { runProgram } from "./run-program.mjs";
import { say } from "./say.mjs";
import { hashSources, isStamped, stamp } from "./stamp.mjs";

const stampFile = "packages/db/src/generated/.stamp";

/** Generates the Prisma client from `prisma/schema` when that has changed. */
export async function generate() {
  const hash = hashSources(["prisma/schema", "node_modules/prisma/package.json"]);
  if (isStamped(stampFile, hash)) return;
  await runProgram(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    // Generating needs no engine; naming any file keeps it from being downloaded.
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  stamp(stampFile, hash);
  say("Generated the database client");
}
