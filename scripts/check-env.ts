/** Fails when `.env.example` and the environment's schema do not list the same variables. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { envSchema } from "@rollcall/runtime";

const text = await readFile(join(import.meta.dirname, "../.env.example"), "utf8");
const listed = new Set([...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));
const known = new Set(Object.keys(envSchema.shape));

const problems = [
  ...[...known].filter((name) => !listed.has(name)).map((name) => `${name} is read, but not in .env.example`),
  ...[...listed]
    .filter((name) => !known.has(name ?? ""))
    .map((name) => `${name} is in .env.example, but nobody reads it`),
];
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
