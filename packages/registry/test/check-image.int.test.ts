import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseImage } from "@rollcall/domain/preflight";
import { createGuard } from "@rollcall/outbound";
import { startHttpPeer } from "@rollcall/testing/http-peer";
import {
  buildImage,
  type RegistryPeer,
  type RegistryPeerOptions,
  startRegistryPeer,
  type Vendor,
  vendorShapes,
} from "@rollcall/testing/registry";
import { afterEach, describe, expect, it } from "vitest";
import { type CheckOptions, checkImage } from "../src/index.ts";

const guard = createGuard("127.0.0.0/8");
const robot = { username: "robot", password: "secret" };
const vendors = Object.keys(vendorShapes) as Vendor[];
const askingVendors = vendors.filter((vendor) => vendor !== "open");
const image = buildImage({
  platforms: ["linux/amd64", "linux/arm64/v8"],
  labels: { "org.opencontainers.image.revision": "9f2c1e7", "org.opencontainers.image.version": "1.42.0" },
});

const silent = { limit: null, remaining: null, resetAt: null };
const later = { ...silent, resetAt: expect.any(Number) };
const limits: Record<Vendor, object> = {
  docker_hub: { limit: 100, remaining: 0, resetAt: null },
  gitlab: { limit: 500, remaining: 0, resetAt: 1_900_000_000_000 },
  ecr: silent,
  artifact_registry: silent,
  ghcr: later,
  acr: later,
  harbor: later,
  open: later,
};

let peer: RegistryPeer;
afterEach(() => peer.close());

async function open(options: RegistryPeerOptions = {}): Promise<void> {
  peer = await startRegistryPeer(options);
  peer.add({ repository: "acme/web", tag: "1.42.0" }, image);
  peer.add({ repository: "acme/secret", tag: "1.42.0", isPrivate: true }, image);
}

function check(name: string, options: Partial<CheckOptions> = {}) {
  const parsed = parseImage(`${peer.host}/${name}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  return checkImage(parsed.reference, { guard, credentials: null, ...options });
}

describe.each(vendors)("%s", (vendor) => {
  const asksNobody = vendor === "open";
  const listsTags = vendor !== "artifact_registry";

  it("shows an image to whoever may see it, whole", async () => {
    await open({ vendor });
    const found = {
      kind: "found",
      digest: image.digest,
      platforms: ["linux/amd64", "linux/arm64/v8"],
      revision: "9f2c1e7",
      version: "1.42.0",
    };
    // Basic credentials have no stranger's form.
    const isBasic = vendor === "ecr";
    expect(await check("acme/web:1.42.0", { credentials: isBasic ? robot : null })).toEqual(found);
    expect(await check("acme/secret:1.42.0", { credentials: robot })).toEqual(found);
    expect(await check(`acme/secret@${image.digest}`, { credentials: robot })).toEqual(found);
  });

  it("tells a missing tag from a missing repository", async () => {
    await open({ vendor });
    const access = asksNobody ? "public" : "credentials";
    expect(await check("acme/secret:1.42.1", { credentials: robot })).toEqual({
      kind: "tag_not_found",
      access,
      nearest: listsTags ? ["1.42.0"] : [],
    });
    expect(await check("acme/none:1.42.0", { credentials: robot })).toEqual(
      listsTags ? { kind: "repository_not_found", access } : { kind: "tag_not_found", access, nearest: [] },
    );
  });

  it("is known to be limiting, with what it tells of the limit", async () => {
    await open({ vendor });
    peer.behave("limited");
    expect(await check("acme/web:1.42.0")).toMatchObject({ kind: "rate_limited", ...limits[vendor] });
  });
});

describe.each(askingVendors)("%s", (vendor) => {
  it("does not tell a stranger what is private from what is absent", async () => {
    await open({ vendor });
    for (const name of ["acme/secret:1.42.0", "acme/none:1.42.0"])
      expect(await check(name)).toMatchObject({ kind: "unauthorized", hasCredentials: false });
  });

  it("refuses wrong credentials, and those that have expired", async () => {
    await open({ vendor, expiredPassword: "yesterday's" });
    const isMadeToExpire = vendor === "artifact_registry";
    const username = isMadeToExpire ? "oauth2accesstoken" : "robot";
    expect(
      await check("acme/secret:1.42.0", { credentials: { username: "robot", password: "no" } }),
    ).toMatchObject({
      kind: "unauthorized",
      hasCredentials: true,
    });
    expect(
      await check("acme/web:1.42.0", { credentials: { username, password: "yesterday's" } }),
    ).toMatchObject({
      kind: "expired_credentials",
    });
  });
});

describe("a check", () => {
  it("takes a missing tag for public where a stranger is shown the others", async () => {
    await open({ vendor: "docker_hub" });
    expect(await check("acme/web:lastest")).toEqual({ kind: "tag_not_found", access: "public", nearest: [] });
    peer.add({ repository: "acme/web", tag: "latest" }, image);
    expect(await check("acme/web:lastest")).toMatchObject({ nearest: ["latest"] });
  });

  it("finds a near tag on a later page", async () => {
    await open({ pageSize: 2 });
    for (const tag of ["0.1", "0.2", "0.3", "0.4", "zeta"]) peer.add({ repository: "acme/web", tag }, image);
    expect(await check("acme/web:zetta")).toMatchObject({ nearest: ["zeta"] });
    expect(peer.requests.filter(({ path }) => path.includes("/tags/list"))).toHaveLength(3);
  });

  it("asks with HEAD first and counts no pull against a limit while the image is missing", async () => {
    await open({ vendor: "docker_hub" });
    await check("acme/web:1.42.0");
    const first = peer.requests.find(({ to }) => to === "registry");
    expect(first).toMatchObject({
      method: "HEAD",
      path: "/v2/acme/web/manifests/1.42.0",
      authorization: null,
    });
  });

  it("reads an image where HEAD is refused", async () => {
    await open();
    peer.behave("no_head");
    expect(await check("acme/web:1.42.0")).toMatchObject({ kind: "found", digest: image.digest });
  });

  it("sends credentials to the token service only, and no rights to a storage", async () => {
    await open({ vendor: "docker_hub" });
    await check("acme/secret:1.42.0", { credentials: robot });
    const sent = (to: string) =>
      new Set(peer.requests.filter((request) => request.to === to).map(({ authorization }) => authorization));
    expect(sent("token")).toEqual(new Set([`Basic ${Buffer.from("robot:secret").toString("base64")}`]));
    expect(sent("registry")).toEqual(new Set([null, "Bearer known:acme/secret"]));
    expect(sent("storage")).toEqual(new Set([null]));
  });

  it("gives its credentials to nobody whom the registry sends it on to", async () => {
    await open({ vendor: "ecr" });
    const mirror = await startHttpPeer({
      answers: (request) => ({ status: 307, headers: { location: `http://${peer.host}${request.path}` } }),
    });
    const reference = {
      registry: new URL(mirror.url).host,
      repository: "acme/secret",
      tag: "1.42.0",
      digest: null,
    };
    expect(await checkImage(reference, { guard, credentials: robot })).toMatchObject({
      kind: "unauthorized",
    });
    expect(peer.requests.map(({ authorization }) => authorization)).toEqual([null, null]);
    await mirror.close();
  });

  it("suggests nothing that is no tag", async () => {
    await open({ vendor: "open" });
    for (const tag of ["1.42.1\n", "1.42.1;rm", "1.42.2"]) peer.add({ repository: "acme/web", tag }, image);
    expect(await check("acme/web:1.42.1")).toMatchObject({ nearest: ["1.42.0", "1.42.2"] });
  });

  it("leaves attestations out of the platforms", async () => {
    await open();
    const attested = buildImage({ platforms: ["linux/arm64"], isAttested: true });
    peer.add({ repository: "acme/web", tag: "attested" }, attested);
    expect(await check("acme/web:attested")).toMatchObject({
      digest: attested.digest,
      platforms: ["linux/arm64"],
    });
  });

  it("reads platform and labels of an image without an index", async () => {
    await open();
    const labels = { "org.opencontainers.image.version": "2.0.0" };
    peer.add({ repository: "acme/web", tag: "one" }, buildImage({ platforms: ["linux/arm/v7"], labels }));
    expect(await check("acme/web:one")).toMatchObject({
      platforms: ["linux/arm/v7"],
      version: "2.0.0",
      revision: null,
    });
  });

  it("asks for Docker Hub's images where Docker Hub answers", async () => {
    await open();
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    };
    const nginx = { registry: "docker.io", repository: "library/nginx", tag: "1", digest: null };
    expect(await checkImage(nginx, { guard, credentials: null, resolve })).toMatchObject({
      kind: "dns_failed",
    });
    expect(new Set(asked)).toEqual(new Set(["registry-1.docker.io"]));
  });

  it("says what kept it from the registry", async () => {
    await open();
    peer.behave("down");
    expect(await check("acme/web:1")).toEqual({ kind: "network_failed", detail: "answered 503" });
    peer.behave("hanging");
    expect(await check("acme/web:1", { timeoutMs: 1_000 })).toEqual({
      kind: "network_failed",
      detail: expect.stringMatching(/^timed out after .* waiting for the first byte$/),
    });
    expect(await check("acme/web:1", { plainHttp: false })).toMatchObject({ kind: "tls_failed" });
    expect(await check("acme/web:1", { guard: createGuard("") })).toMatchObject({ kind: "blocked_target" });
    const elsewhere = { registry: "registry.invalid", repository: "acme/web", tag: "1", digest: null };
    const resolve = () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    expect(await checkImage(elsewhere, { guard, credentials: null, resolve })).toEqual({
      kind: "dns_failed",
      detail: "the name does not exist",
    });
  });

  it("asks for the tags there are while it waits to hear that one is missing", async () => {
    await open();
    let tell = () => {};
    const isListed = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const slow = createServer(async ({ method, url = "", headers }, response) => {
      if (headers.authorization === undefined)
        return response.writeHead(401, { "www-authenticate": 'Basic realm="slow"' }).end();
      if (url.includes("/tags/list")) {
        tell();
        return response.end(JSON.stringify({ tags: ["1.41.9"] }));
      }
      if (method === "GET") await isListed;
      return response.writeHead(404).end();
    });
    slow.listen(0, "127.0.0.1");
    await once(slow, "listening");
    const registry = `127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const wanted = { registry, repository: "acme/web", tag: "1.42.0", digest: null };
    const outcome = await checkImage(wanted, { guard, credentials: robot });
    slow.close();
    expect(outcome).toEqual({ kind: "tag_not_found", access: "credentials", nearest: ["1.41.9"] });
  });

  it("gives up when the time it was given is over", async () => {
    await open();
    peer.behave("hanging");
    const began = performance.now();
    await check("acme/web:1", { timeoutMs: 300, credentials: robot });
    // By itself it would wait for ten seconds.
    expect(performance.now() - began).toBeLessThan(9_000);
  });

  it("rejects with the caller's reason when it is told to stop", async () => {
    await open();
    peer.behave("hanging");
    const signal = AbortSignal.abort(new Error("stopping"));
    await expect(check("acme/web:1", { signal })).rejects.toThrow("stopping");
  });
});
