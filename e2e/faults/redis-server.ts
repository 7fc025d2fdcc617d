import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { type Program, untilSaid, watchProgram } from "./program.ts";

/** A Redis of its own that keeps nothing on disk: whoever ends it loses all that it held. */
export type RedisServer = {
  url: string;
  flush(): Promise<void>;
  kill(): Promise<void>;
  /** Empty, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Where the program is, or `null` where it is not installed. */
export function findRedis(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, "redis-server")).find((file) => existsSync(file)) ?? null;
}

/** Starts the server on a free port of loopback. */
export async function startRedis(command: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-redis-"));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  let server: Program;
  const start = async () => {
    server = watchProgram("redis-server", command, args);
    await untilSaid(server, "Ready to accept connections");
  };
  await start();
  return {
    url,
    start,
    async flush() {
      const socket = connect(port, "127.0.0.1");
      socket.write("FLUSHALL\r\n");
      const [answer] = await once(socket, "data");
      socket.destroy();
      if (String(answer).trim() !== "+OK") throw new Error(`Redis answered ${answer}`);
    },
    kill: () => server.kill(),
    async close() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
