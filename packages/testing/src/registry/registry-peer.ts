/** A registry as clients meet it: real HTTP, the token flow, and each vendor's own way to refuse. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Image } from "./image.ts";
import { type Refusal, type Vendor, type VendorShape, vendorShapes } from "./vendors.ts";

/** One request as it came in, to the registry, its token service or its storage. */
export type RegistryRequest = {
  to: "registry" | "token" | "storage";
  method: string;
  path: string;
  authorization: string | null;
};

/** What the registry does instead of answering as it should. */
export type RegistryMood = "well" | "limited" | "down" | "hanging" | "no_head";

export type RegistryPeer = {
  /** As it stands in an image's name. */
  host: string;
  requests: RegistryRequest[];
  /** Puts an image under a tag; a private repository is shown to known credentials only. */
  add(place: { repository: string; tag: string; isPrivate?: boolean }, image: Image): void;
  behave(mood: RegistryMood): void;
  close(): Promise<void>;
};

export type RegistryPeerOptions = {
  vendor?: Vendor;
  /** Passwords by user. Default `robot` with `secret`. */
  users?: Record<string, string>;
  /** A password that was good once. */
  expiredPassword?: string;
  port?: number;
  /** Tags in one page of a list. */
  pageSize?: number;
};

type Answer = { status: number; headers?: Record<string, string>; body?: Buffer | string };
type Repository = { isPrivate: boolean; tags: Map<string, string>; content: Map<string, Content> };
type Content = { bytes: Buffer; mediaType: string | null };

/** Opens the peer on loopback. Without images everything is absent. */
export async function startRegistryPeer(options: RegistryPeerOptions = {}): Promise<RegistryPeer> {
  const shape: VendorShape = vendorShapes[options.vendor ?? "ghcr"];
  const requests: RegistryRequest[] = [];
  const repositories = new Map<string, Repository>();
  let mood: RegistryMood = "well";

  const storage = await listen(0, (request) => {
    requests.push(toRequest("storage", request));
    const [, repository = "", digest = ""] = /^\/(.+)\/(sha256:\w+)$/.exec(request.url ?? "") ?? [];
    const content = repositories.get(repository)?.content.get(digest);
    // A storage's signed address carries its own rights, and a second kind of them is an error.
    if (request.headers.authorization !== undefined) return { status: 400, body: "two kinds of rights" };
    return content ? { status: 200, body: content.bytes } : { status: 404 };
  });
  const registry = await listen(options.port ?? 0, (request) => {
    const isToken = shape.tokenPath !== null && request.url?.startsWith(`${shape.tokenPath}?`);
    requests.push(toRequest(isToken ? "token" : "registry", request));
    if (mood === "hanging") return null;
    if (mood === "down") return { status: 503, body: "upstream is away" };
    if (mood === "limited") return refuse(shape.limited);
    if (mood === "no_head" && request.method === "HEAD") return { status: 405 };
    return isToken ? answerToken(request) : answerRegistry(request);
  });
  const host = `127.0.0.1:${portOf(registry)}`;
  const rules = createRules(shape, host, options);

  function answerToken(request: IncomingMessage): Answer {
    const url = new URL(request.url ?? "", `http://${host}`);
    const [, name = ""] = /^repository:(.+):pull$/.exec(url.searchParams.get("scope") ?? "") ?? [];
    const login = rules.login(request.headers.authorization);
    if (login === "wrong" || login === "expired") return refuse(shape[login]);
    const isHidden = login === "none" && isShownToNobody(name);
    if (isHidden && shape.stranger.by === "token") return refuse(shape.stranger);
    return toJson({ token: `${login}:${name}`, expires_in: 300 });
  }

  function answerRegistry(request: IncomingMessage): Answer {
    const url = new URL(request.url ?? "", `http://${host}`);
    const [, name = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
    const rights = rules.rights(request.headers.authorization, name);
    if (typeof rights !== "string") return rights;
    if (kind === "") return toJson({});
    if (rights === "stranger" && isShownToNobody(name)) return refuse(shape.stranger, rules.challenge(name));
    if (kind === "tags" && shape.hidesTags) return { status: 405 };
    const repository = repositories.get(name);
    if (repository === undefined) return toJson(shape.noRepository(name), 404);
    return kind === "tags"
      ? listTags(repository, name, url.searchParams)
      : answerContent(repository, { name, kind, reference });
  }

  function answerContent(
    repository: Repository,
    asked: { name: string; kind: string; reference: string },
  ): Answer {
    const { name, kind, reference } = asked;
    const digest = repository.tags.get(reference) ?? reference;
    const content = repository.content.get(digest);
    if (content === undefined) return toJson(shape.noTag(name, reference), 404);
    if (kind === "blobs" && shape.redirectsBlobs)
      return { status: 307, headers: { location: `http://127.0.0.1:${portOf(storage)}/${name}/${digest}` } };
    return serve(digest, content);
  }

  /** Private, or not there at all: most registries let nobody tell the two apart. */
  function isShownToNobody(name: string): boolean {
    return repositories.get(name)?.isPrivate ?? true;
  }

  function listTags(repository: Repository, name: string, query: URLSearchParams): Answer {
    const size = options.pageSize ?? 1000;
    const all = [...repository.tags.keys()].sort();
    const from = query.has("last") ? all.indexOf(query.get("last") ?? "") + 1 : 0;
    const page = all.slice(from, from + size);
    const next = `</v2/${name}/tags/list?last=${page.at(-1)}&n=${size}>; rel="next"`;
    return toJson({ name, tags: page }, 200, from + size < all.length ? { link: next } : {});
  }

  return {
    host,
    requests,
    add({ repository: name, tag, isPrivate = false }, image) {
      const repository = repositories.get(name) ?? { isPrivate, tags: new Map(), content: new Map() };
      repositories.set(name, { ...repository, isPrivate });
      repository.tags.set(tag, image.digest);
      for (const { digest, bytes } of image.blobs) repository.content.set(digest, { bytes, mediaType: null });
      for (const { digest, ...content } of image.manifests) repository.content.set(digest, content);
    },
    behave(next) {
      mood = next;
    },
    async close() {
      await Promise.all([registry, storage].map(end));
    },
  };
}

/** Who somebody is by the credentials or the token that were sent. */
function createRules(shape: VendorShape, host: string, options: RegistryPeerOptions) {
  const users = options.users ?? { robot: "secret" };

  function login(authorization: string | undefined): "none" | "known" | "wrong" | "expired" {
    if (authorization === undefined) return "none";
    const [, encoded = ""] = /^Basic (.+)$/.exec(authorization) ?? [];
    const [user = "", password = ""] = Buffer.from(encoded, "base64").toString().split(":");
    if (password !== "" && password === options.expiredPassword) return "expired";
    return users[user] === password && password !== "" ? "known" : "wrong";
  }

  const realm = `http://${host}${shape.tokenPath ?? "/"}`;
  const challenge = (name: string) =>
    shape.tokenPath === null
      ? `Basic realm="${realm}",service="registry"`
      : `Bearer realm="${realm}",service="${host}"${name === "" ? "" : `,scope="repository:${name}:pull"`}`;

  return {
    login,
    challenge,
    /** What the registry lets somebody do, or its refusal. */
    rights(authorization: string | undefined, name: string): "stranger" | "known" | Answer {
      if (shape.isOpen) return "known";
      if (authorization === undefined)
        return refuse({ status: 401, body: { errors: [{ code: "UNAUTHORIZED" }] } }, challenge(name));
      if (shape.tokenPath === null) {
        const who = login(authorization);
        return who === "known"
          ? who
          : refuse(who === "expired" ? shape.expired : shape.wrong, challenge(name));
      }
      const [, who, scope] = /^Bearer (none|known):(.*)$/.exec(authorization) ?? [];
      const isForAnother = name !== "" && scope !== name;
      if (who === undefined || isForAnother) return refuse({ status: 401 }, challenge(name));
      return who === "known" ? "known" : "stranger";
    },
  };
}

function refuse({ status, body, headers = {} }: Refusal, challenge?: string): Answer {
  const asked: Record<string, string> =
    challenge === undefined || status !== 401 ? {} : { "www-authenticate": challenge };
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return { status, headers: { ...asked, ...headers }, body: text };
}

function serve(digest: string, { bytes, mediaType }: Content): Answer {
  const type = mediaType ?? "application/octet-stream";
  return { status: 200, headers: { "content-type": type, "docker-content-digest": digest }, body: bytes };
}

function toJson(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

function toRequest(
  to: RegistryRequest["to"],
  { method = "", url = "", headers }: IncomingMessage,
): RegistryRequest {
  return { to, method, path: url, authorization: headers.authorization ?? null };
}

async function listen(port: number, answer: (request: IncomingMessage) => Answer | null): Promise<Server> {
  const server = createServer((request, response) => {
    const said = answer(request);
    if (said === null) return;
    response.writeHead(said.status, said.headers);
    response.end(request.method === "HEAD" ? undefined : said.body);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function end(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
