import type { Outcome, ProbePhase } from "@rollcall/domain/observation";

/** What an error of a socket, a handshake or the HTTP parser means, given the phase it came in. */
export function classifyFailure(error: NodeJS.ErrnoException, phase: ProbePhase): Outcome {
  const code = error.code ?? error.name;
  if (code === "ECONNREFUSED") return { kind: "refused" };
  if (code === "ECONNRESET" || code === "EPIPE") return { kind: "reset", phase };
  if (code === "ETIMEDOUT") return { kind: "timeout", phase };
  if (code.startsWith("HPE_")) return { kind: "bad_response", code };
  if (phase === "tls" || code.startsWith("ERR_SSL") || code === "EPROTO")
    return { kind: "tls_failed", code: tlsCode(error) };
  if (phase === "dns") return { kind: "dns_failed", code };
  const isFromNetwork = phase === "connect" || !code.startsWith("ERR_");
  return isFromNetwork ? { kind: "unreachable", code } : { kind: "bad_response", code };
}

/** OpenSSL reports some failures as `EPROTO` and keeps the telling name in `reason`: "wrong version number". */
function tlsCode(error: NodeJS.ErrnoException & { reason?: string }): string {
  if (error.code !== undefined && error.code !== "EPROTO") return error.code;
  return error.reason
    ? `ERR_SSL_${error.reason.toUpperCase().replaceAll(" ", "_")}`
    : (error.code ?? "ERR_TLS");
}
