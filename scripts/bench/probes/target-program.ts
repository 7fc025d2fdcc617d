/** What this bench's probes ask: ports of loopback that give one answer in the cheapest way there is, plain and over TLS. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { certificateFile, keyFile, type Roots } from "./targets.ts";

/** A host of a workspace is asked by so many probes at once only. */
const portsOfEach = 16;
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

/** A request of a probe comes in one piece. */
function serve(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => socket.end(answer));
}

async function listen(scheme: string, open: () => Server): Promise<string[]> {
  const servers = Array.from({ length: portsOfEach }, () =>
    open().listen({ host: "127.0.0.1", port: 0, backlog: 4_096 }),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  return servers.map((server) => `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const tls = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
const roots: Roots = {
  http: await listen("http", () => createServer(serve)),
  https: await listen("https", () => createTlsServer(tls, serve).on("tlsClientError", () => {})),
};
process.send?.(roots);
// Whoever started it has ended without a word.
process.on("disconnect", () => process.exit());
