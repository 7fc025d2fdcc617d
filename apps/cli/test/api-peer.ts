import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeployWire, MaintenanceWire } from "@rollcall/domain/wire";
import { waitUntil } from "@rollcall/testing/wait-until";

type Recorded = { method: string; path: string; headers: Record<string, string>; body: unknown };
type Stream = { response: ServerResponse; lastEventId: string | null };

/**
 * A server that speaks the contract's shapes: it keeps deploys, streams their changes and answers long polls.
 * `streams` says what becomes of an event stream: served, not there, or silent as behind a proxy that buffers.
 */
export class ApiPeer {
  readonly requests: Recorded[] = [];
  readonly deploys = new Map<string, DeployWire>();
  readonly maintenance: MaintenanceWire[] = [];
  /** Answers every call so, instead of in earnest. */
  refusal: { status: number; body: unknown } | null = null;
  streams: "served" | "missing" | "silent" = "served";
  readonly #events: { seq: number; deploy: DeployWire }[] = [];
  #open: Stream[] = [];
  #server = createServer((request, response) => this.#handle(request, response));
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<this> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.#server = createServer((request, response) => this.#handle(request, response));
  }

  /** Keeps the deploy and tells every stream of it; each change is a second younger than the last. */
  publish(deploy: DeployWire): void {
    const seq = this.#events.length + 1;
    const changed = {
      ...deploy,
      updatedAt: new Date(Date.parse(deploy.updatedAt) + seq * 1_000).toISOString(),
    };
    this.deploys.set(deploy.id, changed);
    this.#events.push({ seq, deploy: changed });
    for (const { response } of this.#open) response.write(this.#frameOf(seq, changed));
  }

  /** Breaks every open stream off, as a restart of the server does. */
  cutStreams(): void {
    for (const { response } of this.#open) response.socket?.destroy();
  }

  /** Resolves with its `Last-Event-ID` when the stream of this number has been asked for. */
  async streamOpened(number: number): Promise<string | null> {
    const opened = () => this.requests.filter(({ path }) => path.endsWith("/events"));
    await waitUntil(`stream number ${number}`, () => opened().length >= number);
    return opened()[number - 1]?.headers["last-event-id"] ?? null;
  }

  /** Resolves when `count` followers have taken in the past that a first stream repeats: they read a deploy anew. */
  async followed(count = 1): Promise<void> {
    const readsAfterStream = () => {
      const first = this.requests.findIndex(({ path }) => path.endsWith("/events"));
      return first === -1
        ? []
        : this.requests.slice(first).filter(({ path }) => /\/deploys\/[^/]+$/.test(path));
    };
    await waitUntil(`${count} followers`, () => readsAfterStream().length >= count);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url = "", headers } = request;
    const body: unknown =
      text !== "" && headers["content-type"]?.startsWith("application/json")
        ? JSON.parse(text)
        : text || null;
    this.requests.push({ method, path: url, headers: headers as Record<string, string>, body });
    if (this.refusal) return send(response, this.refusal.status, this.refusal.body);

    const { pathname, searchParams } = new URL(url, this.url);
    if (pathname.startsWith("/api/v1/maintenance")) {
      if (method === "GET") return send(response, 200, { items: this.maintenance });
      return send(response, pathname.endsWith("/end") ? 200 : 201, this.maintenance[0]);
    }
    const [, id = "", verb = ""] = /^\/api\/v1\/deploys\/?([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    const deploy = this.deploys.get(id);
    if (method === "POST" && id === "") return send(response, 201, this.deploys.values().next().value);
    if (id === "") return send(response, 200, { items: [...this.deploys.values()], nextCursor: null });
    if (!deploy) return send(response, 404, problem(404, "No such deploy."));
    if (verb === "evidence")
      return send(response, 201, {
        id: "evd_1",
        deploy: id,
        receivedAt: deploy.updatedAt,
        causes: deploy.causes,
      });
    if (verb === "events" && this.streams === "missing") return send(response, 404, problem(404, "No."));
    if (verb === "events") return this.#stream(response, headers["last-event-id"] as string | undefined);
    if (searchParams.has("wait")) {
      const { updatedAt } = deploy;
      await waitUntil("a change", () => this.deploys.get(id)?.updatedAt !== updatedAt, {
        timeoutMs: 300,
      }).catch(() => {});
    }
    send(response, 200, this.deploys.get(id));
  }

  /** A past change is told with the deploy as it was judged then, and everything else as it is now. */
  #frameOf(seq: number, deploy: DeployWire): string {
    const { updatedAt = "" } = this.deploys.get(deploy.id) ?? {};
    const event = { seq, type: "state", at: deploy.updatedAt, deploy: { ...deploy, updatedAt } };
    return `id: ${seq}\nevent: state\ndata: ${JSON.stringify(event)}\n\n`;
  }

  #stream(response: ServerResponse, lastEventId = ""): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    if (this.streams === "silent") return;
    for (const { seq, deploy } of this.#events)
      if (seq > Number(lastEventId)) response.write(this.#frameOf(seq, deploy));
    const stream = { response, lastEventId };
    this.#open.push(stream);
    response.on("close", () => {
      this.#open = this.#open.filter((other) => other !== stream);
    });
  }
}

/** A problem document as the API answers it. */
export function problem(status: number, detail: string, errors?: { detail: string; pointer: string }[]) {
  return { type: "about:blank", title: "Problem", status, detail, instance: "req_1", errors };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
