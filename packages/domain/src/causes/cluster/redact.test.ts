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
    {
      name: "a private key with headers",
      text: `-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,00\n\n${secret}\n-----END RSA PRIVATE KEY-----`,
    },
    {
      name: "a private key of PGP",
      text: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${secret}\n-----END PGP PRIVATE KEY BLOCK-----`,
    },
    { name: "a private key in JSON", text: `{"k":"-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END"}` },
    { name: "a header as Go prints it", text: `map[Authorization:[Bearer ${secret}] Accept:[*/*]]` },
    { name: "a header in a list", text: `{"Authorization":["Bearer ${secret}"]}` },
    { name: "a header broken in the middle", text: `Authorization: Bearer\n  ${secret}` },
    { name: "a header of a probe", text: `httpHeaders:\n- name: X-Token\n  value: ${secret}` },
    { name: "a header of GitHub", text: `curl -H "Authorization: token ${secret}" https://x` },
    { name: "a header of an API", text: `X-Vault-Token: ${secret}` },
    { name: "a cookie in a list", text: `"set-cookie": ["sid=${secret}; HttpOnly"]` },
    { name: "a token at the end of an address", text: `https://r.example/v2/?token=${secret}` },
    { name: "a token at the end of a sentence", text: `refused with Bearer ${secret}, trying again` },
    { name: "an encoded pair", text: `https://login.example/?next=password%3D${secret}` },
    { name: "userinfo with an @", text: `https://robot:p@ss${secret}@r.example/v2/` },
    { name: "userinfo with a slash", text: `amqp://guest:a/b${secret}@mq:5672/` },
    { name: "userinfo without a name", text: `redis://:${secret}@redis:6379/0` },
    { name: "a data source of Go", text: `app:${secret}@tcp(db:3306)/shop` },
    { name: "a data source of Oracle", text: `jdbc:oracle:thin:app/${secret}@db:1521/x` },
    { name: "a data source of Java", text: `jdbc:postgresql://db/app?user=app&password=${secret}` },
    { name: "a connection string", text: `Server=db;Uid=sa;Pwd=${secret};Encrypt=true` },
    {
      name: "a connection string of a storage",
      text: `AccountName=a;AccountKey=${secret}==;EndpointSuffix=x`,
    },
    { name: "a setting of libpq", text: `host=db password='a b ${secret}' dbname=x` },
    { name: "a short variable", text: `      DB_PASS:  ${secret}` },
    { name: "a variable whose value has spaces", text: `- name: PASSWORD\n  value: "a b ${secret}"` },
    { name: "a variable whose value comes first", text: `[{"value":"${secret}","name":"DB_PASSWORD"}]` },
    { name: "a variable of several lines", text: `- name: TOKEN\n  value: |\n    a\n    ${secret}\nx: y` },
    { name: "a field of several lines", text: `password: >-\n  a\n  ${secret}` },
    { name: "a value of Helm with spaces", text: `auth:\n  rootPassword: correct horse ${secret}` },
    { name: "a value of Helm on a command line", text: `helm upgrade x y --set db.password=${secret},a=1` },
    { name: "a value with punctuation", text: `password: p,w;d}${secret}` },
    { name: "a value with quotes in it", text: `"password": "a\\"${secret}"` },
    { name: "a value that begins like a word", text: `PASSWORD=the-${secret}` },
    { name: "a value behind colours", text: `\u001b[31mpassword\u001b[0m=${secret}` },
    { name: "a structure as Go prints it", text: `{Username:robot Password:${secret} Email:}` },
    { name: "a hash of Ruby", text: `:password=>"${secret}"` },
    { name: "an element of XML", text: `<password>${secret}</password>` },
    { name: "a login of netrc", text: `machine r.example login robot password ${secret}` },
    { name: "a setting of npm", text: `//registry.example/:_authToken=${secret}` },
    { name: "an option without a space", text: `curl -urobot:${secret} https://r.example` },
    { name: "a short option", text: `docker login -u robot -p ${secret} r.example` },
    { name: "a short option of a database", text: `mysql -uroot -p${secret} shop` },
    { name: "a literal of a secret", text: `kubectl create secret generic x --from-literal=foo=${secret}` },
    { name: "an option of a list", text: `args:\n- --db-password\n- ${secret}` },
    { name: "an option of a list in JSON", text: `["--token","${secret}"]` },
    {
      name: "a secret of Kubernetes",
      text: `kind: Secret\ndata:\n  foo: ${secret}\n  bar: ${secret}\ntype: Opaque`,
    },
    { name: "a secret of Kubernetes in JSON", text: `{"data":{"foo":"a\\"${secret}"},"kind":"Secret"}` },
    {
      name: "a secret that was applied",
      text: `{\\"kind\\":\\"Secret\\",\\"stringData\\":{\\"foo\\":\\"${secret}\\"}}`,
    },
    {
      name: "a pull secret broken over lines",
      text: `.dockerconfigjson: >-\n    ${secret}${secret}\n    ${secret}`,
    },
    { name: "lines of base64", text: `${secret}${secret}\n${secret}${secret}==` },
    { name: "a key of a kubeconfig", text: `client-key-data: ${secret}` },
    {
      name: "a pull secret once decoded",
      text: `{\n  "auths": {\n    "r.example": {\n      "auth": "${secret}"\n    }\n  }\n}`,
    },
  ])("$name", ({ text }) => {
    const redacted = redactSecrets(text);
    expect(redacted).not.toContain(secret);
    expect(redacted).toMatch(/\[redacted\]|\{\}/);
    expect(redactSecrets(redacted)).toBe(redacted);
  });

  it.each([
    jwt,
    `AKIA${"IOSFODNN7EXAMPL"}E`,
    `ghp_${"a1B2".repeat(9)}`,
    `glpat-${"a1B2c3D4e5F6g7H8i9J0"}`,
    `xoxb-${"123456789012-abcdefghij"}`,
    `sk-${"proj-a1B2c3D4e5F6g7H8i9J0"}`,
    `ya29.${"a1B2c3D4e5F6g7H8i9J0"}`,
    `hvs.${"a1B2c3D4e5F6g7H8i9J0"}`,
    `hf_${"a1B2c3D4e5F6g7H8i9J0"}`,
    `LS0tLS1CRUdJTi${"BQUklWQVRFIEtFWS0tLS0t"}`,
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
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope",
    'Failed to pull image "registry.example.com:5000/shop/my-token:1.2.3": not found',
    "docker://registry.example.com:5000/a/b@sha256:79aafd8b194c6852309f531018e5cd59",
    "api-6b7f8d9c54-abcde   0/1   CrashLoopBackOff   5   4m",
    "    /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-x7k2p (ro)",
    "  regcred:\n    Type:        Secret (a volume populated by a Secret)\n    SecretName:  db-password",
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

it("redactSecrets leaves JSON that a program can read", () => {
  const event = {
    items: [
      { kind: "Secret", data: { a: "YQ==" } },
      { name: "TOKEN", value: secret },
      { password: 'a"b', message: "x" },
      {
        metadata: { annotations: { applied: JSON.stringify({ password: secret, stringData: { a: 'q"' } }) } },
      },
    ],
  };
  for (const text of [JSON.stringify(event), JSON.stringify(event, null, 4)]) {
    const { items } = JSON.parse(redactSecrets(text));
    expect(items[2]).toEqual({ password: "[redacted]", message: "x" });
    expect(redactSecrets(text)).not.toContain(secret);
  }
});

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
