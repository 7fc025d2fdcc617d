/** A way to a server that can be cut as a network is: nobody is told, nothing arrives any more. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** While it is cut, connections open and stay silent, as if their packets were on their way for long. */
export type TcpRelay = {
  /** The URL of the server, by way of this relay. */
  url: string;
  cut(): void;
  /** New connections get through again; what was open when it was cut stays dead, as behind a firewall that forgot it. */
  mend(): void;
  /** From now on new connections lead to the server of this URL. */
  leadTo(url: string): void;
  /** Ends every connection. */
  close(): void;
};

/** Opens the relay on a free port of loopback. */
export async function openTcpRelay(serverUrl: string): Promise<TcpRelay> {
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let target = new URL(serverUrl);
  let isCut = false;
  /** How often it was cut: a connection made before the last time is dead. */
  let cuts = 0;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  }

  function join(near: Socket): void {
    const made = cuts;
    const isAlive = () => made === cuts;
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => void (isAlive() && to.write(bytes)));
      // The end of a connection is a packet like any other.
      from.on("close", () => void (isAlive() && to.destroy()));
    }
  }

  const server = createServer((near) => {
    keep(near);
    if (!isCut) return join(near);
    waiting.add(near);
    near.on("close", () => waiting.delete(near));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(serverUrl);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cut() {
      isCut = true;
      cuts += 1;
    },
    mend() {
      isCut = false;
      for (const near of waiting) join(near);
      waiting.clear();
    },
    leadTo(url) {
      target = new URL(url);
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
