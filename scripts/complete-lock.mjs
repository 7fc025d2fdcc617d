/**
 * `npm run lock`: completes package-lock.json after an `npm install`. A registry mirror that lacks the packages of
 * other platforms makes npm leave them out without a word, and `npm ci` then refuses the lock on every machine.
 * They are added by name and version, without the integrity that only a full registry can tell. `--check` changes
 * nothing and fails when something is missing.
 */
import "./setup/node-version.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const systems = {
  windows: "win32",
  win32: "win32",
  darwin: "darwin",
  linux: "linux",
  android: "android",
  freebsd: "freebsd",
  openharmony: "openharmony",
};
const processors = {
  64: "x64",
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  ia32: "ia32",
};

const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = findMissing(lock.packages);

if (missing.length === 0) {
  process.stdout.write("The lock names the packages of every platform.\n");
} else if (process.argv.includes("--check")) {
  process.stdout.write(
    `package-lock.json lacks ${missing.length} packages of other platforms; run: npm run lock\n`,
  );
  process.exitCode = 1;
} else {
  for (const { path, entry } of missing) lock.packages[path] = entry;
  const byName = ([one], [other]) => (one < other ? -1 : 1);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byName));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`Added ${missing.map(({ path }) => path.replace("node_modules/", "")).join(", ")}.\n`);
}

function findMissing(packages) {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies).flatMap(([name, version]) => {
      const path = `node_modules/${name}`;
      const platform = platformOf(name);
      if (!platform || packages[path] || packages[`${parent}/${path}`]) return [];
      return [{ path, entry: { version, ...(dev ? { dev } : {}), optional: true, ...platform } }];
    }),
  );
}

function platformOf(name) {
  const words = name.split("/").at(-1).split("-");
  const at = words.findIndex((word) => word in systems);
  const cpu = processors[words[at + 1]];
  if (at === -1 || !cpu) return null;
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : "glibc";
  const hasLibc = words.some((word) => /^(musl|gnu)/.test(word));
  return { os: [systems[words[at]]], cpu: [cpu], ...(hasLibc ? { libc: [libc] } : {}) };
}
