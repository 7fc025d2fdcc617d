import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { describe, expect, it } from "vitest";
import { ask, cert, key, plain, redirectTo, serve, trusting } from "./outbound-scene.ts";

/** Of the time before certificates listed their names. */
const oldCert = readFileSync(new URL("fixtures/old-cert.pem", import.meta.url));

describe("TLS", () => {
  const secure = { resolve: async () => ["127.0.0.1"], secureContext: () => trusting };

  it("answers with the handshake's time and the certificate's days", async () => {
    const server = await serve(plain("secret"), { tls: { key, cert } });
    const result = await ask(`https://secure.example:${server.port}/`, {}, secure);
    expect(result.body?.toString()).toBe("secret");
    expect(result.timings.tlsMs).toBeGreaterThan(0);
    expect(result.tlsDaysLeft).toBeGreaterThan(300);
  });

  it("is checked for an address too", async () => {
    const server = await serve(plain("secret"), { tls: { key, cert } });
    const result = await ask(`https://127.0.0.1:${server.port}/`, {}, secure);
    expect(result.outcome).toMatchObject({ kind: "answered", status: 200 });
  });

  it("refuses a certificate for another name", async () => {
    const server = await serve(plain("x"), { tls: { key, cert } });
    const result = await ask(`https://other.example:${server.port}/`, {}, secure);
    expect(result.outcome).toEqual({ kind: "tls_failed", code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(server.received.join("")).toBe("");
  });

  it("takes an old certificate's name from its subject, and no other name", async () => {
    const server = await serve(plain("secret"), { tls: { key, cert: oldCert } });
    const trusting = { ...secure, secureContext: () => createSecureContext({ ca: oldCert }) };
    const right = await ask(`https://secure.example:${server.port}/`, {}, trusting);
    expect(right.outcome).toMatchObject({ kind: "answered", status: 200 });
    expect(right.tlsDaysLeft).toBeGreaterThan(300);
    const wrong = await ask(`https://other.example:${server.port}/`, {}, trusting);
    expect(wrong.outcome).toEqual({ kind: "tls_failed", code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it("refuses a certificate nobody vouches for", async () => {
    const server = await serve(plain("x"), { tls: { key, cert } });
    const result = await ask(`https://127.0.0.1:${server.port}/`);
    expect(result.outcome).toEqual({ kind: "tls_failed", code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("fails on a port that speaks plain HTTP", async () => {
    const server = await serve(plain("x"));
    const result = await ask(`https://127.0.0.1:${server.port}/`);
    expect(result.outcome).toMatchObject({ kind: "tls_failed" });
  });

  it("does not let plain HTTP onto its port", async () => {
    const server = await serve(plain("x"), { tls: { key, cert } });
    const result = await ask(`http://127.0.0.1:${server.port}/`);
    expect(["bad_response", "reset"]).toContain(result.outcome.kind);
  });

  it("that never shakes hands runs into the deadline", async () => {
    const server = await serve(() => {});
    const result = await ask(`https://127.0.0.1:${server.port}/`, { timeoutMs: 1_000 });
    expect(result.outcome).toEqual({ kind: "timeout", phase: "tls" });
    expect(result.timings.connectMs).toBeGreaterThan(0);
  });

  it("does not lead down to http", async () => {
    const server = await serve(redirectTo("http://secure.example/"), { tls: { key, cert } });
    const result = await ask(`https://secure.example:${server.port}/`, { followRedirects: 2 }, secure);
    expect(result.outcome).toEqual({ kind: "bad_redirect", detail: "from https to http, secure.example" });
  });
});
