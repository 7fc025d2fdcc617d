import { describe, expect, it } from "vitest";
import { purgeCommand } from "./purge-command.ts";

const url = "https://shop.example/a?b=it's";

describe("purgeCommand", () => {
  it.each([
    { edge: "Cloudflare", holds: `--data '{"files":["https://shop.example/a?b=it'\\''s"]}'` },
    { edge: "CloudFront", holds: "--paths '/a?b=it%27s'" },
    { edge: "Fastly", holds: "fastly purge --url 'https://shop.example/a?b=it'\\''s'" },
    { edge: "Vercel", holds: "vercel cache purge --type cdn" },
    { edge: "Netlify", holds: "https://api.netlify.com/api/v1/purge" },
    { edge: "Akamai", holds: "akamai purge invalidate 'https://shop.example/" },
    { edge: "Azure Front Door", holds: "--domains shop.example --content-paths /a" },
    { edge: "Google Cloud", holds: "--host shop.example --path /a" },
    { edge: "bunny.net", holds: "purge?url=https%3A%2F%2Fshop.example%2Fa%3Fb%3Dit" },
    { edge: "Varnish", holds: "curl -sS -X PURGE 'https://shop.example/" },
  ])("knows the command of $edge, with the address in it as a shell needs it", ({ edge, holds }) => {
    expect(purgeCommand(edge, url)).toContain(holds);
  });

  it.each([
    { edge: "Imperva", address: url, expected: `Purge the cache of Imperva for ${url}` },
    { edge: "a cache", address: url, expected: `Purge the cache for ${url}` },
    { edge: null, address: url, expected: `Purge the cache for ${url}` },
    { edge: "Fastly", address: null, expected: "Purge the cache of Fastly for this address" },
    { edge: "toString", address: url, expected: `Purge the cache of toString for ${url}` },
  ])("says what to do where it knows no command: $edge, $address", ({ edge, address, expected }) => {
    expect(purgeCommand(edge, address)).toBe(expected);
  });
});
