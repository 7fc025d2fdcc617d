/**
 * Fails when `.env.example` and the environment's schema do not list the same variables; those that only
 * docker-compose.yml reads may stand there too.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { envSchema } from "@rollcall/runtime";

const read = (file: string) => readFile(join(import.meta.dirname, "..", file), "utf8");
const text = await read(".env.example");
const compose = await read("docker-compose.yml");
const listed = new Set([...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));
const known = new Set(Object.keys(envSchema.shape));

const problems = [
  ...[...known].filter((name) => !listed.has(name)).map((name) => `${name} is read, but not in .env.example`),
  ...[...listed]
    .filter((name) => !known.has(name ?? "") && !compose.includes(`\${${name}:`))
    .map((name) => `${name} is in .env.example, but nobody reads it`),
];
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
