import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

export type RawServer = {
  port: number;
  /** Bytes of the requests received, one entry a connection. */
  received: string[];
  close(): Promise<void>;
};

/**
 * A server on loopback that does whatever `behave` does with a connection, once its request has begun to arrive
 * (`onConnect` acts before that). For answers that no HTTP library would send.
 */
export async function startRawServer(
  behave: (socket: Socket, request: string) => void,
  options: { onConnect?: (socket: Socket) => void; tls?: TlsOptions } = {},
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const received: string[] = [];
  const accept = (socket: Socket) => {
    sockets.add(socket);
    const index = received.push("") - 1;
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const isFirst = received[index] === "";
      received[index] += chunk.toString("latin1");
      if (isFirst) behave(socket, received[index] ?? "");
    });
    options.onConnect?.(socket);
  };
  const server: Server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    received,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
