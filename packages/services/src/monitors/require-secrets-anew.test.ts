import type { MonitorWire } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { requireSecretsAnew } from "./require-secrets-anew.ts";

const secret = { name: "authorization", value: null, secret: true };
const plain = { name: "accept", value: "*/*", secret: false };
const current: Pick<MonitorWire, "url" | "origin" | "headers"> = {
  url: "https://shop.example.com/version",
  origin: "10.0.0.7",
  headers: [plain, secret],
};

describe("a secret header of a monitor whose address changes", () => {
  it.each([
    { name: "another host, headers left as they are", patch: { url: "https://evil.example/" } },
    {
      name: "another host, secret kept by name",
      patch: { url: "https://evil.example/", headers: [plain, secret] },
    },
    { name: "https to http", patch: { url: "http://shop.example.com/version" } },
    { name: "another origin to compare with", patch: { origin: "evil.example" } },
    { name: "another port", patch: { url: "https://shop.example.com:8443/version" } },
  ])("must be entered again: $name", ({ patch }) => {
    expect(() => requireSecretsAnew(current, patch)).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        errors: [{ detail: "enter the secret again for the new address", pointer: "#/headers/1/value" }],
      }),
    );
  });

  it.each([
    { name: "no new address", patch: {} },
    { name: "the same origin again", patch: { origin: "10.0.0.7" } },
    { name: "no origin any more", patch: { origin: null } },
    { name: "another path of the same place", patch: { url: "https://shop.example.com/other" } },
    {
      name: "a new value",
      patch: { url: "https://evil.example/", headers: [{ ...secret, value: "Bearer new" }] },
    },
    { name: "the secret taken away", patch: { url: "https://evil.example/", headers: [plain] } },
  ])("is left alone: $name", ({ patch }) => {
    expect(() => requireSecretsAnew(current, patch)).not.toThrow();
  });
});
