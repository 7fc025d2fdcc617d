/** Against the registry of Debian's package `docker-registry`, when it is installed. */
import { checkPlatforms, parseImage } from "@rollcall/domain/preflight";
import { createGuard } from "@rollcall/outbound";
import {
  buildImage,
  type DockerRegistry,
  dockerRegistryMissing,
  pushImage,
  startDockerRegistry,
} from "@rollcall/testing/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkImage, type RegistryCredentials } from "../src/index.ts";

const guard = createGuard("127.0.0.0/8");
/** `correct horse`, made with `htpasswd -nbB`. */
const htpasswd = "robot:$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2\n";
const robot = { username: "robot", password: "correct horse" };
const labels = {
  "org.opencontainers.image.revision": "9f2c1e7",
  "org.opencontainers.image.version": "1.42.0",
};
const multi = buildImage({ platforms: ["linux/amd64", "linux/arm64/v8"], labels, isAttested: true });
const single = buildImage({ platforms: ["linux/arm64"], labels });

function check(registry: DockerRegistry, name: string, credentials: RegistryCredentials | null = null) {
  const parsed = parseImage(`${registry.host}/${name}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  return checkImage(parsed.reference, { guard, credentials });
}

const titled = dockerRegistryMissing === null ? "docker-registry" : `skipped: ${dockerRegistryMissing}`;
describe.skipIf(dockerRegistryMissing !== null)(titled, () => {
  let open: DockerRegistry;
  let closed: DockerRegistry;

  beforeAll(async () => {
    [open, closed] = await Promise.all([startDockerRegistry(), startDockerRegistry({ htpasswd })]);
    await pushImage(open.url, { repository: "shop/web", tag: "1.42.0" }, multi);
    await pushImage(open.url, { repository: "shop/web", tag: "arm" }, single);
    await pushImage(closed.url, { repository: "shop/web", tag: "1.42.0" }, multi, robot);
  });
  afterAll(() => Promise.all([open?.close(), closed?.close()]));

  it("shows an index with its platforms and labels", async () => {
    expect(await check(open, "shop/web:1.42.0")).toEqual({
      kind: "found",
      digest: multi.digest,
      platforms: ["linux/amd64", "linux/arm64/v8"],
      revision: "9f2c1e7",
      version: "1.42.0",
    });
  });

  it("shows an image by its digest", async () => {
    expect(await check(open, `shop/web@${single.digest}`)).toMatchObject({
      kind: "found",
      digest: single.digest,
      platforms: ["linux/arm64"],
    });
    expect(await check(open, `shop/web@sha256:${"0".repeat(64)}`)).toEqual({
      kind: "tag_not_found",
      access: "public",
      nearest: [],
    });
  });

  it("has no such tag, but one like it", async () => {
    const expected = { kind: "tag_not_found", access: "public", nearest: ["1.42.0"] };
    expect(await check(open, "shop/web:1.42.1")).toEqual(expected);
  });

  it("has no such repository", async () => {
    const expected = { kind: "repository_not_found", access: "public" };
    expect(await check(open, "shop/wbe:1.42.0")).toEqual(expected);
  });

  it("lacks the platform that was declared", async () => {
    const outcome = await check(open, "shop/web:arm");
    expect(checkPlatforms(outcome, { declared: ["linux/amd64"], learned: [] })).toMatchObject({
      kind: "wrong_platform",
      missing: ["linux/amd64"],
      platforms: ["linux/arm64"],
    });
  });

  it("shows nothing without credentials, or with wrong ones", async () => {
    expect(await check(closed, "shop/web:1.42.0")).toMatchObject({
      kind: "unauthorized",
      hasCredentials: false,
    });
    const wrong = { ...robot, password: "wrong horse" };
    expect(await check(closed, "shop/web:1.42.0", wrong)).toMatchObject({
      kind: "unauthorized",
      hasCredentials: true,
    });
  });

  it("shows everything with the right credentials, and what is missing to nobody else", async () => {
    expect(await check(closed, "shop/web:1.42.0", robot)).toMatchObject({
      kind: "found",
      digest: multi.digest,
    });
    expect(await check(closed, "shop/web:1.42.1", robot)).toEqual({
      kind: "tag_not_found",
      access: "credentials",
      nearest: ["1.42.0"],
    });
    expect(await check(closed, "shop/none:1", robot)).toEqual({
      kind: "repository_not_found",
      access: "credentials",
    });
  });
});
