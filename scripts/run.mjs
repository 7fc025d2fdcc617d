/**
 * Runs a TypeScript program of the repository after preparing the checkout:
 * node scripts/run.mjs [--build] <entry> [arguments…]
 */
import "./setup/node-version.mjs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./setup/paths.mjs";
import { prepare } from "./setup/prepare.mjs";

const args = process.argv.slice(2);
const build = args[0] === "--build" && args.shift() ? "everything" : undefined;
const [entry, ...rest] = args;
if (!entry) throw new Error("node scripts/run.mjs [--build] <entry> [arguments…]");

await prepare({ build });
const file = resolve(root, entry);
process.argv = [process.argv[0], file, ...rest];
const { register } = await import("tsx/esm/api");
register();
await import(pathToFileURL(file).href);
