import type { Outcome, ProbePhase } from "./observation.ts";

/**
 * An outcome as people read it: "timed out after 10 s waiting for the first byte", "connection refused". Starts in
 * lower case, ends without a full stop. With `totalMs`, a timeout says how long it lasted.
 */
export function describeOutcome(outcome: Outcome, totalMs?: number): string {
  switch (outcome.kind) {
    case "answered":
      return `answered ${outcome.status}${bodyTexts[outcome.body]}`;
    case "timeout":
      return `timed out${totalMs === undefined ? "" : ` after ${describeMs(totalMs)}`} ${phaseTexts[outcome.phase]}`;
    case "refused":
      return "connection refused";
    case "reset":
      return `connection closed ${phaseTexts[outcome.phase]}`;
    case "dns_failed":
      return dnsTexts[outcome.code] ?? `the name could not be looked up (${outcome.code})`;
    case "tls_failed":
      return tlsTexts[outcome.code] ?? `the TLS handshake failed (${outcome.code})`;
    case "blocked_target":
      return describeBlocked(outcome.address, outcome.why ?? "address");
    case "bad_redirect":
      return `redirect not followed: ${outcome.detail}`;
    case "bad_response":
      return responseTexts[outcome.code] ?? `the answer is not valid HTTP (${outcome.code})`;
    case "unreachable":
      return routeTexts[outcome.code] ?? `no connection (${outcome.code})`;
    case "observer_offline":
      return "this region had no connection of its own";
  }
}

/** Milliseconds with a unit people read at a glance: "450 ms", "1.2 s", "10 s". */
function describeMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
}

const bodyTexts = {
  read: "",
  none: "",
  too_large: ", its body is larger than 64 KiB",
  encoded: ", its body is encoded and was left unread",
} as const;

const phaseTexts: Record<ProbePhase, string> = {
  dns: "looking up the name",
  connect: "connecting",
  tls: "in the TLS handshake",
  first_byte: "waiting for the first byte",
  transfer: "reading the body",
};

const dnsTexts: Record<string, string> = {
  ENOTFOUND: "the name does not exist",
  ENODATA: "the name has no address",
  EAI_AGAIN: "the name server did not answer",
};

const tlsTexts: Record<string, string> = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate comes from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate chain is incomplete or from an unknown authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate chain is incomplete or from an unknown authority",
  ERR_SSL_WRONG_VERSION_NUMBER: "the port does not speak TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "the port does not speak TLS",
};

const responseTexts: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "the answer's headers are larger than 16 KiB",
  HPE_INVALID_CONSTANT: "the port does not speak HTTP",
  TOO_MANY_1XX: "the server kept sending interim answers",
  UPGRADE: "the server switched to another protocol",
};

const routeTexts: Record<string, string> = {
  EHOSTUNREACH: "the host is unreachable",
  ENETUNREACH: "there is no route to the address",
};

/** Ranges that people run their own services in, and so may want to open. */
const privateRanges: [pattern: RegExp, range: string][] = [
  [/^10\./, "10.0.0.0/8"],
  [/^127\./, "127.0.0.0/8"],
  [/^192\.168\./, "192.168.0.0/16"],
  [/^172\.(1[6-9]|2\d|3[01])\./, "172.16.0.0/12"],
  [/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, "100.64.0.0/10"],
  [/^f[cd][0-9a-f]{2}:/i, "fc00::/7"],
  [/^::1$/, "::1/128"],
];

function describeBlocked(what: string, why: "address" | "scheme" | "port" | "url" | "header"): string {
  if (why === "scheme") return `only http and https are probed, not ${what}`;
  if (why === "port") return `port ${what} is not probed: it belongs to a service that does not speak HTTP`;
  if (why === "url") return `this is not a URL that can be probed: ${what}`;
  if (why === "header") return "a header holds characters that cannot be sent";
  const range = privateRanges.find(([pattern]) => pattern.test(what))?.[1];
  return range
    ? `${what} is a private address; allow it with ROLLCALL_ALLOW_TARGETS=${range}`
    : `${what} is not an address of the public internet`;
}
