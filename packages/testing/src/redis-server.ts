import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./find-free-port.ts";
import { findProgram } from "./find-program.ts";
import { type Program, untilSaid, watchProgram } from "./program.ts";

/** A Redis of its own that keeps nothing on disk: whoever ends it loses all that it held. */
export type RedisServer = {
  url: string;
  /** The number of its process now. */
  pid(): number;
  flush(): Promise<void>;
  /** It answers nobody any more, and refuses nobody, until it is woken. */
  hang(): void;
  wake(): void;
  kill(): Promise<void>;
  /** Empty, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Where redis-server is, or `null` where it is not installed. */
export function findRedis(): string | null {
  return findProgram("redis-server");
}

/** Starts the server on a free port of loopback, with further arguments if it is to be of a special kind. */
export async function startRedis(command: string, more: string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-redis-"));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...more];
  let server: Program;
  const start = async () => {
    server = watchProgram("redis-server", command, args);
    await untilSaid(server, "Ready to accept connections");
  };
  await start();
  return {
    url,
    pid: () => server.pid,
    start,
    async flush() {
      const socket = connect(port, "127.0.0.1");
      socket.write("FLUSHALL\r\n");
      const [answer] = await once(socket, "data");
      socket.destroy();
      if (String(answer).trim() !== "+OK") throw new Error(`Redis answered ${answer}`);
    },
    hang: () => void process.kill(server.pid, "SIGSTOP"),
    wake: () => void process.kill(server.pid, "SIGCONT"),
    kill: () => server.kill(),
    async close() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
