/** The monitor as it goes in and out of the public API. */
import { z } from "zod";
import { healthState } from "../glossary.ts";
import { assertion, defaultAssertions, httpMethod, versionReader } from "../monitor-spec.ts";
import { environmentName, serviceName } from "./deploy.ts";
import { wireTime } from "./time.ts";

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, "not a header name");
/** Headers that a probe sets itself, or that would change whom it speaks to. */
const forbiddenHeaders = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "keep-alive",
  "te",
  "trailer",
  "expect",
  "accept-encoding",
  "proxy-authorization",
  "cookie2",
]);

/** A header of a monitor's request. A secret value is write-only: it comes back as `null`. */
export const monitorHeader = z.strictObject({
  name: headerName.refine(
    (n) => !forbiddenHeaders.has(n.toLowerCase()),
    "this header is set by the probe itself",
  ),
  value: z
    .string()
    .max(4096)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, "no control characters")
    .nullable(),
  secret: z.boolean().default(false),
});
export type MonitorHeader = z.infer<typeof monitorHeader>;

export const monitorUrl = z
  .url({ protocol: /^https?$/, error: "an http or https URL" })
  .max(2048)
  .refine((u) => {
    const parsed = URL.canParse(u) ? new URL(u) : null;
    return parsed !== null && parsed.username === "" && parsed.password === "";
  }, "no user name or password in the URL: use a secret Authorization header");

/** A host as in `10.0.0.7`, `origin.example.com:8443` or `http://10.0.0.7:8080`: where an origin answers past its edge. */
export const monitorOrigin = z
  .string()
  .trim()
  .max(300)
  .refine(
    (origin) => originUrl(origin, "https://a") !== null,
    "a host, host:port, or the http(s) URL of one",
  );

/**
 * The URL to dial for an origin; scheme and port are the monitor's where the origin does not say. `null` for what
 * names more than a host, or none.
 */
export function originUrl(origin: string, url: string): string | null {
  const asked = new URL(url);
  const hasScheme = /^https?:\/\//i.test(origin);
  const text = hasScheme ? origin : `${asked.protocol}//${origin}`;
  if (!URL.canParse(text)) return null;
  const parsed = new URL(text);
  const { pathname, search, hash, username, password } = parsed;
  if (pathname !== "/" || `${search}${hash}${username}${password}` !== "") return null;
  if (!hasScheme && !/:\d+$/.test(origin)) parsed.port = asked.port;
  return parsed.origin;
}

const regions = z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).max(40);

const fields = {
  name: z.string().trim().min(1).max(100),
  url: monitorUrl,
  method: httpMethod,
  headers: z.array(monitorHeader).max(40),
  body: z.string().max(65_536).nullable(),
  intervalSeconds: z.int().min(10).max(86_400),
  timeoutMs: z.int().min(500).max(60_000),
  followRedirects: z.int().min(0).max(5),
  /** Asked beside the URL while old answers persist, with the same `Host` and TLS name. */
  origin: monitorOrigin.nullable(),
  /** Empty: every region there is. */
  regions,
  version: versionReader.nullable(),
  instance: versionReader.nullable(),
  verifiesDeploys: z.boolean(),
  assertions: z.array(assertion).max(20),
  quorum: z.strictObject({ regions: z.int().min(1).max(40) }).nullable(),
  failureThreshold: z.int().min(1).max(20),
  recoveryThreshold: z.int().min(1).max(20),
  freshSeconds: z
    .int()
    .min(10)
    .max(7 * 86_400)
    .nullable(),
  enabled: z.boolean(),
  labels: z.record(z.string().max(64), z.string().max(256)),
};

/** Body of `POST /api/v1/monitors`. `verifiesDeploys` defaults to whether a version reader is set. */
export const createMonitorInput = z.strictObject({
  service: serviceName,
  environment: environmentName.default("production"),
  ...fields,
  name: fields.name.optional(),
  method: fields.method.default("GET"),
  headers: fields.headers.default([]),
  body: fields.body.default(null),
  intervalSeconds: fields.intervalSeconds.default(60),
  timeoutMs: fields.timeoutMs.default(10_000),
  followRedirects: fields.followRedirects.default(0),
  origin: fields.origin.default(null),
  regions: fields.regions.default([]),
  version: fields.version.default(null),
  instance: fields.instance.default(null),
  verifiesDeploys: fields.verifiesDeploys.optional(),
  assertions: fields.assertions.default(defaultAssertions),
  quorum: fields.quorum.default(null),
  failureThreshold: fields.failureThreshold.default(2),
  recoveryThreshold: fields.recoveryThreshold.default(2),
  freshSeconds: fields.freshSeconds.default(null),
  enabled: fields.enabled.default(true),
  labels: fields.labels.default({}),
});
export type CreateMonitorInput = z.infer<typeof createMonitorInput>;

/** Body of `PATCH /api/v1/monitors/{id}`; a secret header sent with `value: null` keeps its stored value. */
export const patchMonitorInput = z.strictObject(fields).partial();
export type PatchMonitorInput = z.infer<typeof patchMonitorInput>;

export const monitorWire = z.object({
  id: z.string(),
  service: z.string(),
  environment: z.string(),
  ...fields,
  headers: z.array(z.object({ name: z.string(), value: z.string().nullable(), secret: z.boolean() })),
  configVersion: z.int(),
  health: healthState,
  healthSince: wireTime.nullable(),
  createdAt: wireTime,
  updatedAt: wireTime,
});
export type MonitorWire = z.infer<typeof monitorWire>;
