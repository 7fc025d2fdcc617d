/** The real registry of Debian's package `docker-registry`, on loopback with a throw-away folder. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { waitUntil } from "../wait-until.ts";

/** `host` as it stands in an image's name, `url` for pushing. */
export type DockerRegistry = { host: string; url: string; close(): Promise<void> };

const binary = (process.env.PATH ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "docker-registry"))
  .find((path) => existsSync(path));

/** Why tests against it cannot run here, or `null` when they can. */
export const dockerRegistryMissing: string | null =
  binary === undefined ? "docker-registry is not installed (apt-get install docker-registry)" : null;

/** Starts it on a free port; with `htpasswd` (lines of `user:bcrypt hash`) it asks everybody for credentials. */
export async function startDockerRegistry(options: { htpasswd?: string } = {}): Promise<DockerRegistry> {
  if (binary === undefined) throw new Error(dockerRegistryMissing ?? "");
  const folder = await mkdtemp(join(tmpdir(), "rollcall-registry-"));
  const passwords = join(folder, "htpasswd");
  const lines = [
    "version: 0.1",
    "log: { level: info, accesslog: { disabled: true } }",
    `storage: { filesystem: { rootdirectory: ${join(folder, "data")} } }`,
    "http: { addr: 127.0.0.1:0 }",
    ...(options.htpasswd === undefined ? [] : [`auth: { htpasswd: { realm: tests, path: ${passwords} } }`]),
  ];
  await writeFile(join(folder, "config.yml"), lines.join("\n"));
  if (options.htpasswd !== undefined) await writeFile(passwords, options.htpasswd);
  const child = spawn(binary, ["serve", join(folder, "config.yml")], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const port = await waitUntil(
    "docker-registry to listen",
    () => /listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1],
  );
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
