import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactSecrets } from "./redact.ts";

const secret = "s3cr3tV4lue9876abcdEFGH";
const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw";

describe("redactSecrets takes out", () => {
  it.each([
    { name: "a header", text: `Authorization: Bearer ${secret}` },
    { name: "a header with basic credentials", text: `> authorization: Basic ${secret}==` },
    { name: "a token in the middle of a line", text: `curl -H 'X: y' with bearer ${secret}` },
    { name: "an environment variable", text: `      DB_PASSWORD:  ${secret}` },
    { name: "an assignment", text: `export API_TOKEN=${secret} && run` },
    { name: "a JSON field", text: `{"clientSecret": "${secret}"}` },
    { name: "an escaped JSON field", text: `{"a":"{\\"password\\":\\"${secret}\\"}"}` },
    { name: "userinfo of a URL", text: `postgres://app:${secret}@db:5432/x` },
    { name: "userinfo without a password", text: `https://${secret}@github.com/a/b` },
    { name: "a pull secret", text: `  .dockerconfigjson: ${secret}==` },
    { name: "an auth of a pull secret", text: `{"auths":{"r.example":{"auth":"${secret}"}}}` },
    { name: "a signed address", text: `https://b.s3.amazonaws.com/k?X-Amz-Signature=${secret}&x=1` },
    { name: "a pod's variable in JSON", text: `"name": "DB_PASSWORD",\n      "value": "${secret}"` },
    { name: "a pod's variable in YAML", text: `- name: API_TOKEN\n  value: ${secret}` },
    { name: "an annotation", text: `{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"${secret}\\"}` },
    { name: "credentials on a command line", text: `ctr images pull --user "robot:${secret}" r.example/a:1` },
    { name: "an option of a command", text: `docker login --password ${secret} r.example` },
    { name: "a variable as Go prints it", text: `EnvVar{Name:DB_PASSWORD,Value:${secret},ValueFrom:nil,}` },
    { name: "a system property", text: `-Dencryptor.password=${secret} -Dx=1` },
    { name: "a cookie", text: `Set-Cookie: sid=${secret}; Path=/` },
    {
      name: "a private key",
      text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`,
    },
    { name: "a private key that was cut off", text: `-----BEGIN PRIVATE KEY-----\n${secret}` },
  ])("$name", ({ text }) => {
    expect(redactSecrets(text)).not.toContain(secret);
    expect(redactSecrets(text)).toContain("[redacted]");
  });

  it.each([
    jwt,
    `AKIA${"IOSFODNN7EXAMPL"}E`,
    `ghp_${"a1B2".repeat(9)}`,
    `glpat-${"a1B2c3D4e5F6g7H8i9J0"}`,
    `xoxb-${"123456789012-abcdefghij"}`,
  ])("what is a secret by its shape: %s", (shaped) => {
    expect(redactSecrets(`before ${shaped} after`)).toBe("before [redacted] after");
  });
});

describe("redactSecrets leaves", () => {
  it.each([
    'Failed to pull image "ghcr.io/a/b:1": unauthorized: authentication required',
    "failed to fetch oauth token: unexpected status: 401 Unauthorized",
    "denied: Your authorization token has expired. Reauthenticate and try again.",
    "no basic auth credentials",
    'Error: secret "db-password" not found',
    "Error: couldn't find key PASSWORD in Secret shop/db",
    'MountVolume.SetUp failed for volume "token" : secret "api-token" not found',
    "Get https://r.example/token?scope=repository%3Aa%3Apull&service=r.example: 403 Forbidden",
    "sha256:79aafd8b194c6852309f531018e5cd59fe8e0ad03b38041cbb662f9cdc4ff184",
    "imagePullSecrets: regcred",
  ])("what names a cause: %s", (text) => {
    expect(redactSecrets(text)).toBe(text);
  });
});

const secretText = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/);
const shapes: readonly ((value: string) => string)[] = [
  (value) => `password=${value}`,
  (value) => `"token": "${value}"`,
  (value) => `Authorization: Bearer ${value}`,
  (value) => `https://user:${value}@host.example/path`,
  (value) => `AWS_SECRET_ACCESS_KEY: ${value}`,
];

describe("redactSecrets, whatever stands around", () => {
  it("shows no secret, and changes nothing more when it is called again", () => {
    fc.assert(
      fc.property(
        secretText,
        fc.constantFrom(...shapes),
        fc.string({ maxLength: 200 }),
        fc.string({ maxLength: 200 }),
        (value, shape, before, after) => {
          const redacted = redactSecrets(`${before}\n${shape(value)}\n${after}`);
          expect(redacted).not.toContain(value);
          expect(redactSecrets(redacted)).toBe(redacted);
        },
      ),
    );
  });
});
