import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatImage, normaliseRegistryHost, parseImage } from "./image-reference.ts";

const digest = `sha256:${"ab".repeat(32)}`;

describe("parseImage", () => {
  it.each([
    ["nginx", "docker.io/library/nginx:latest"],
    ["nginx:1.27", "docker.io/library/nginx:1.27"],
    ["acme/web", "docker.io/acme/web:latest"],
    ["docker.io/nginx", "docker.io/library/nginx:latest"],
    ["index.docker.io/acme/web:2", "docker.io/acme/web:2"],
    ["registry-1.docker.io/library/nginx:2", "docker.io/library/nginx:2"],
    ["ghcr.io/acme/web:v1.2.3", "ghcr.io/acme/web:v1.2.3"],
    ["GHCR.io/acme/web:v1.2.3", "ghcr.io/acme/web:v1.2.3"],
    ["localhost/web", "localhost/web:latest"],
    ["localhost:5000/web:1", "localhost:5000/web:1"],
    ["127.0.0.1:5000/shop/web", "127.0.0.1:5000/shop/web:latest"],
    ["[::1]:5000/web:1", "[::1]:5000/web:1"],
    [
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ],
    ["europe-docker.pkg.dev/project/repo/web:1", "europe-docker.pkg.dev/project/repo/web:1"],
    ["registry.gitlab.com/a/b/c/d:1", "registry.gitlab.com/a/b/c/d:1"],
    [`ghcr.io/acme/web@${digest}`, `ghcr.io/acme/web@${digest}`],
    [`nginx:1.27@${digest}`, `docker.io/library/nginx:1.27@${digest}`],
    ["acme/my_web__x-y.z:A_b.c-d", "docker.io/acme/my_web__x-y.z:A_b.c-d"],
    ["docker://ghcr.io/acme/web:1", "ghcr.io/acme/web:1"],
    ["  acme/web:1\n", "docker.io/acme/web:1"],
  ])("reads %s as %s", (text, expected) => {
    const parsed = parseImage(text);
    expect(parsed.ok ? formatImage(parsed.reference) : parsed.problem).toBe(expected);
  });

  it.each([
    ["", "the repository is missing"],
    ["ghcr.io/", "the repository is missing"],
    ["acme/Web:1", "a repository is written in lower case"],
    ["acme/web:", '"" cannot be a tag: letters, digits, dot, dash and underscore, 128 at most'],
    ["acme/web:-1", '"-1" cannot be a tag: letters, digits, dot, dash and underscore, 128 at most'],
    [
      `acme/web:${"a".repeat(129)}`,
      `"${"a".repeat(129)}" cannot be a tag: letters, digits, dot, dash and underscore, 128 at most`,
    ],
    ["acme/web@sha256:abc", "a digest is sha256: and 64 hexadecimal digits in lower case"],
    ["acme/web@1@2", "it has more than one @"],
    ["https://ghcr.io/acme/web", "a URL is not an image name"],
    ["acme/my web", "it contains a space"],
    ["acme//web", '"" cannot be part of a repository\'s name'],
    ["acme/web_", '"web_" cannot be part of a repository\'s name'],
    ["ghcr.io:port/acme/web", '"ghcr.io:port" cannot be a registry\'s host'],
    [`ghcr.io/${"a".repeat(256)}`, "a repository has 255 characters at most"],
    ["acme/$IMAGE:1", "a repository is written in lower case"],
  ])("refuses %j: %s", (text, problem) => {
    expect(parseImage(text)).toEqual({ ok: false, problem });
  });

  it("reads back what it has written, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9.:/@_-]{1,60}$/)), (text) => {
        const parsed = parseImage(text);
        if (parsed.ok) expect(parseImage(formatImage(parsed.reference))).toEqual(parsed);
      }),
    );
  });
});

describe("normaliseRegistryHost", () => {
  it.each([
    ["GHCR.io", "ghcr.io"],
    ["https://index.docker.io/v1/", "docker.io"],
    ["docker.com", "docker.io"],
    ["registry.internal:5000", "registry.internal:5000"],
    ["https://registry.internal:5000/", "registry.internal:5000"],
    ["registry.internal/team", null],
    ["a b", null],
    ["", null],
  ])("keeps settings for %j under %j", (text, host) => {
    expect(normaliseRegistryHost(text)).toBe(host);
  });
});
