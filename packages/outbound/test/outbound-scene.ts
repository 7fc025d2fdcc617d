/** A raw server on loopback and the question to it, with defaults; what was opened is closed after each test. */
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import tls from "node:tls";
import { afterEach } from "vitest";
import { createGuard, type OutboundOptions, type OutboundRequest, outboundRequest } from "../src/index.ts";
import { type RawServer, startRawServer } from "./raw-server.ts";

export const loopback = createGuard("127.0.0.0/8");
export const key = readFileSync(new URL("fixtures/localhost-key.pem", import.meta.url));
export const cert = readFileSync(new URL("fixtures/localhost-cert.pem", import.meta.url));
export const trusting = tls.createSecureContext({ ca: cert });

export const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

export async function serve(
  behave: (socket: Socket, request: string) => void,
  options: Parameters<typeof startRawServer>[1] = {},
): Promise<RawServer> {
  const server = await startRawServer(behave, options);
  cleanUps.push(() => server.close());
  return server;
}

export function ask(
  url: string,
  more: Partial<OutboundRequest> = {},
  options: Partial<OutboundOptions> = {},
) {
  return outboundRequest(
    { url, method: "GET", headers: {}, body: null, timeoutMs: 2000, followRedirects: 0, ...more },
    { guard: loopback, ...options },
  );
}

export const plain = (text: string) => (socket: Socket) =>
  socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\nX-Version: 1.42.0\r\n\r\n${text}`);
export const redirectTo =
  (location: string, status = 302) =>
  (socket: Socket) =>
    socket.end(`HTTP/1.1 ${status} Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);
