import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild } from "@rollcall/testing/end-child";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { waitUntil } from "@rollcall/testing/wait-until";

/** Real backends, each its own HTTP server, behind a real HAProxy. */
export type Balanced = {
  url: string;
  /** Replaces these backends, counted from 0, by ones of another version on the same ports. */
  replace(backends: number[], version: string): void;
  close(): Promise<void>;
};

/** Starts `count` backends of one version and HAProxy with round robin before them. */
export async function startBalanced(haproxy: string, count: number, version: string): Promise<Balanced> {
  const versions = new Array<string>(count).fill(version);
  const backends = await Promise.all(versions.map((_, index) => startBackend(() => versions[index] ?? "")));
  const port = await findFreePort();
  const folder = mkdtempSync(join(tmpdir(), "rollcall-haproxy-"));
  const config = join(folder, "haproxy.cfg");
  writeFileSync(config, renderConfig(port, backends.map(portOf)));
  const child = spawn(haproxy, ["-db", "-f", config], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    await endChild(child);
    for (const backend of backends) backend.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntil("HAProxy to answer", async () => (await fetch(url)).ok);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    replace: (indexes, next) => {
      for (const index of indexes) versions[index] = next;
    },
    close,
  };
}

function renderConfig(port: number, backendPorts: number[]): string {
  return [
    "defaults",
    "  mode http",
    "  timeout connect 2s",
    "  timeout client 10s",
    "  timeout server 10s",
    "frontend shop",
    `  bind 127.0.0.1:${port}`,
    "  default_backend pods",
    "backend pods",
    "  balance roundrobin",
    ...backendPorts.map((backendPort, index) => `  server pod${index} 127.0.0.1:${backendPort} check`),
    "",
  ].join("\n");
}

async function startBackend(version: () => string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ version: version() }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
