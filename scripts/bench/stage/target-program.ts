/**
 * What monitors of a bench ask, in a program of its own: addresses of loopback that answer in the cheapest way there is,
 * plain or over TLS, and write down when `/m/<number>` and `/h/<number>` were asked; the latter is never answered.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Arrivals, Listening, TargetRequest } from "./targets.ts";

const body = '{"version":"1.42.0","commit":"4f0c2a9"}';
const answer = [
  "HTTP/1.1 200 OK",
  "content-type: application/json",
  `content-length: ${body.length}`,
  "x-version: 1.42.0",
  "connection: close",
  "",
  body,
].join("\r\n");

let arrivals: Arrivals = { numbers: [], times: [] };

process.on("message", async (request: TargetRequest) => {
  if ("listen" in request) process.send?.(await listen(request.listen));
  else {
    process.send?.(arrivals);
    arrivals = { numbers: [], times: [] };
  }
});

// Whoever started it has ended without a word.
process.on("disconnect", () => process.exit());

async function listen({ addresses, tls }: Listening): Promise<string[]> {
  const files = tls && { key: readFileSync(tls.keyFile), cert: readFileSync(tls.certificateFile) };
  const open = () =>
    files ? createTlsServer(files, serve).on("tlsClientError", () => {}) : createServer(serve);
  const servers = addresses.map((host) => open().listen({ host, port: 0, backlog: 4_096 }));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const roots = servers.map((server) => server.address() as AddressInfo);
  return roots.map(({ address, port }) => `${files ? "https" : "http"}://${address}:${port}`);
}

/** A probe's request comes in one piece. */
function serve(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", (bytes: Buffer) => {
    const [, kind, number] = /^[A-Z]+ \/([mh])\/(\d+)/.exec(bytes.toString("latin1", 0, 64)) ?? [];
    if (number !== undefined) {
      arrivals.numbers.push(Number(number));
      arrivals.times.push(Date.now());
    }
    if (kind !== "h") socket.end(answer);
  });
}
