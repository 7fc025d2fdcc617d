import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Answer, PodReply } from "./compose-answer.ts";
import type { Pod, PodConnection } from "./pod.ts";
import type { Site } from "./site.ts";

/**
 * Lets one address serve every region: a request that names its region here, or as the last word of its User-Agent's
 * comment (`rollcall/1.2.3 (+https://rollcall.example; eu-west)`), is answered by that region's site.
 */
export const regionHeader = "x-rollcall-region";

/** What to do with a connection when no pod is ready: cut it, as a TCP balancer must, or answer 503, as a proxy does. */
export type NoReadyPods = "reset" | "503";

/** Where an entry leads; read anew for each connection, so that settings apply at once. */
export type EntryRoutes = {
  site: Site;
  siteOf(region: string): Site | undefined;
  noReadyPods(): NoReadyPods;
  /** The way in behind the edge caches, as an origin has. */
  isPastEdge: boolean;
};

/** A listening socket of the balancer. */
export type Entry = { url: string; close(): Promise<void> };

type Connection = PodConnection & {
  site: Site;
  pod: Pod | null;
  inFlight: number;
  hasAsked: boolean;
  isPastEdge: boolean;
};

/**
 * Opens one way into a service on loopback. The pod is chosen when the TCP connection is accepted and answers all
 * of its requests; only an edge cache, which ends the client's connection itself, chooses anew for every miss.
 */
export async function openEntry(port: number, routes: EntryRoutes): Promise<Entry> {
  const connections = new WeakMap<Socket, Connection>();
  const server = createServer((request, response) => {
    const connection = connections.get(request.socket);
    if (connection) serve(connection, request, response, routes);
  });
  server.on("connection", (socket: Socket) => connections.set(socket, accept(socket, routes)));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  };
}

/** Stops listening and cuts what is open. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function accept(socket: Socket, { site, isPastEdge }: EntryRoutes): Connection {
  const connection: Connection = {
    site,
    pod: null,
    inFlight: 0,
    hasAsked: false,
    isPastEdge,
    closeIfIdle: () => {
      if (connection.hasAsked && connection.inFlight === 0) socket.end();
    },
  };
  assign(connection, site, socket);
  socket.on("close", () => connection.pod?.disconnect(connection));
  return connection;
}

function assign(connection: Connection, site: Site, socket: Socket): void {
  connection.pod?.disconnect(connection);
  connection.site = site;
  connection.pod = site.edge && !connection.isPastEdge ? null : site.choosePod(socket.remoteAddress ?? "");
  connection.pod?.connect(connection);
}

function serve(
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
  routes: EntryRoutes,
) {
  request.resume();
  if (!connection.hasAsked) routeByHeader(connection, request, routes);
  connection.hasAsked = true;
  connection.inFlight += 1;
  response.on("close", () => {
    connection.inFlight -= 1;
    if (connection.pod?.isRetired) connection.closeIfIdle();
  });

  const pathAndQuery = request.url ?? "/";
  const path = pathAndQuery.split("?", 1)[0] ?? "/";
  const { site } = connection;
  const isCacheable = request.method === "GET" || request.method === "HEAD";
  if (site.edge && isCacheable && !connection.isPastEdge)
    return serveByEdge(site, pathAndQuery, path, request, response, routes);
  // None was ready at first, or an edge stood between.
  if (!connection.pod) assign(connection, site, request.socket);
  const { pod } = connection;
  if (!pod) return refuse(request, response, routes);
  perform(site.ask(pod, path), request, response, (answer) =>
    pod.isRetired ? { ...answer, headers: { ...answer.headers, connection: "close" } } : answer,
  );
}

function routeByHeader(connection: Connection, request: IncomingMessage, routes: EntryRoutes): void {
  const { [regionHeader]: named, "user-agent": agent } = request.headers;
  const region = named ?? /;\s*([a-z0-9-]+)\)/.exec(agent ?? "")?.[1];
  const site = typeof region === "string" ? routes.siteOf(region) : undefined;
  if (site && site !== connection.site) assign(connection, site, request.socket);
}

function serveByEdge(
  site: Site,
  key: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  routes: EntryRoutes,
) {
  const { edge } = site;
  const hit = edge?.lookup(key);
  const pod = !hit || hit.refresh ? site.choosePod(request.socket.remoteAddress ?? "") : null;
  if (hit) {
    send(hit.answer, request, response);
    const fresh = pod && site.ask(pod, path);
    if (fresh?.kind === "answer") setTimeout(() => edge?.store(key, fresh.answer), fresh.afterMs);
    return;
  }
  if (!pod) return refuse(request, response, routes);
  pod.connectionsTaken += 1;
  perform(site.ask(pod, path), request, response, (answer) => edge?.store(key, answer) ?? answer);
}

/** Lets the reply happen when its time has come, unless the client has left; `pass` sees an answer on its way out. */
function perform(
  reply: PodReply,
  request: IncomingMessage,
  response: ServerResponse,
  pass: (answer: Answer) => Answer,
): void {
  if (reply.kind === "hang") return;
  const timer = setTimeout(() => {
    if (reply.kind === "reset") request.socket.resetAndDestroy();
    else if (reply.kind === "stall") sendHalf(reply.answer, response);
    else send(pass(reply.answer), request, response);
  }, reply.afterMs);
  response.on("close", () => clearTimeout(timer));
}

function send(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === "HEAD" ? undefined : answer.body);
}

function sendHalf(answer: Answer, response: ServerResponse): void {
  response.writeHead(answer.status, answer.headers);
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
}

function refuse(request: IncomingMessage, response: ServerResponse, routes: EntryRoutes): void {
  if (routes.noReadyPods() === "reset") request.socket.resetAndDestroy();
  else response.writeHead(503, { "content-type": "text/plain" }).end("no backend is ready\n");
}
