/**
 * What a stage's monitors ask, in a program of its own: many loopback addresses that answer in the cheapest way there
 * is, and write down when each monitor asked. `/m/<number>` is answered, `/h/<number>` is taken and never answered.
 */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Arrivals, TargetRequest } from "./targets.ts";

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
  if ("listen" in request) process.send?.(await Promise.all(addresses(request.listen).map(listen)));
  else {
    process.send?.(arrivals);
    arrivals = { numbers: [], times: [] };
  }
});

// Whoever started it has ended without a word.
process.on("disconnect", () => process.exit());

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `127.0.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`);
}

async function listen(address: string): Promise<string> {
  const server = createServer(serve).listen({ host: address, port: 0, backlog: 4_096 });
  await once(server, "listening");
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

/** A probe's request comes in one piece. */
function serve(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", (bytes: Buffer) => {
    const [, kind, number] = /^[A-Z]+ \/([mh])\/(\d+)/.exec(bytes.toString("latin1", 0, 64)) ?? [];
    arrivals.numbers.push(Number(number ?? -1));
    arrivals.times.push(Date.now());
    if (kind !== "h") socket.end(answer);
  });
}
