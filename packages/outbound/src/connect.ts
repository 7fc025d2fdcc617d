import type { X509Certificate } from "node:crypto";
import net, { isIP } from "node:net";
import tls from "node:tls";
import { classifyFailure } from "./classify-failure.ts";
import type { Deadline } from "./deadline.ts";
import type { Guard } from "./guard.ts";
import { runStep, type Step } from "./step.ts";
import { isAddressLiteral, type Target } from "./target.ts";

/** The machine has no way to that family of addresses: nothing was sent, so it says nothing about the target. */
const noRouteCodes = new Set(["ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/**
 * Connects to the address whose turn it is, and to the next one only when this machine has no route to its family
 * (an IPv6 address on an IPv4 network). Reports every address it tries through `onDial`.
 */
export async function connectInTurn(
  addresses: string[],
  turn: number,
  port: number,
  { guard, deadline }: { guard: Guard; deadline: Deadline },
  onDial: (address: string) => void,
): Promise<Step<net.Socket>> {
  let result: Step<net.Socket> = { ok: false, outcome: { kind: "dns_failed", code: "ENODATA" } };
  for (let tried = 0; tried < addresses.length; tried += 1) {
    const address = addresses[(turn + tried) % addresses.length] as string;
    onDial(address);
    result = await connectTcp(address, port, guard, deadline);
    const hasNoRoute =
      !result.ok && result.outcome.kind === "unreachable" && noRouteCodes.has(result.outcome.code);
    if (!hasNoRoute) break;
  }
  return result;
}

async function connectTcp(
  address: string,
  port: number,
  guard: Guard,
  deadline: Deadline,
): Promise<Step<net.Socket>> {
  const socket = net.connect({ host: address, port, autoSelectFamily: false, noDelay: true });
  const connected = await runStep<net.Socket>(
    deadline,
    () => "connect",
    (settle) => {
      socket.on("error", (error) => settle({ ok: false, outcome: classifyFailure(error, "connect") }));
      socket.once("connect", () => {
        const peer = socket.remoteAddress ?? "";
        if (peer === address || guard.isOpen(peer)) settle({ ok: true, value: socket });
        else settle({ ok: false, outcome: { kind: "blocked_target", address: peer || address } });
      });
    },
  );
  if (!connected.ok) socket.destroy();
  return connected;
}

/** A connection over TLS, and whose certificate it showed. */
export type Secured = { socket: tls.TLSSocket; certificate: X509Certificate | undefined };

/** Speaks TLS over a connection: the certificate must be valid for the name in the URL. */
export async function startTls(
  socket: net.Socket,
  target: Target,
  secureContext: tls.SecureContext,
  deadline: Deadline,
): Promise<Step<Secured>> {
  const name = target.hostname.replace(/\.$/, "");
  const secured = tls.connect({
    socket,
    secureContext,
    host: name,
    servername: isAddressLiteral(target) ? "" : name,
    ALPNProtocols: ["http/1.1"],
  });
  const readCertificate = showNamesAlone(secured, name);
  const ready = await runStep<Secured>(
    deadline,
    () => "tls",
    (settle) => {
      secured.on("error", (error) => settle({ ok: false, outcome: classifyFailure(error, "tls") }));
      secured.once("secureConnect", () =>
        settle({ ok: true, value: { socket: secured, certificate: readCertificate() } }),
      );
    },
  );
  if (!ready.ok) secured.destroy();
  return ready;
}

/**
 * Node checks the name against an old form of the whole chain, and to build that takes a quarter of a TLS probe. The
 * check itself, which stays Node's, reads the names alone, so it is shown those. Gives back how to read the certificate.
 */
function showNamesAlone(socket: tls.TLSSocket, name: string): () => X509Certificate | undefined {
  let certificate: X509Certificate | undefined;
  // Node 20 takes the certificate from OpenSSL's list: a second reading would give its issuer's.
  const read = () => {
    certificate ??= socket.getPeerX509Certificate();
    return certificate;
  };
  Object.defineProperty(socket, "getPeerCertificate", { value: () => namesOf(read(), name) });
  return read;
}

/** Where there is no list of names, the check falls back on the subject. */
function namesOf(certificate: X509Certificate | undefined, name: string): object {
  const subjectaltname = certificate?.subjectAltName ?? "";
  const isEnough = isIP(name) !== 0 || subjectaltname.includes("DNS:");
  return isEnough ? { subject: {}, subjectaltname } : (certificate?.toLegacyObject() ?? {});
}

let sharedContext: tls.SecureContext | undefined;

/** One context for all requests: building it parses every root certificate and costs a third of a TLS probe. */
export function sharedSecureContext(): tls.SecureContext {
  sharedContext ??= tls.createSecureContext();
  return sharedContext;
}

/** Whole days until the certificate ends, negative once it has; `null` when there is none. */
export function daysLeftOnCertificate(certificate: X509Certificate | undefined, now: number): number | null {
  return certificate ? Math.floor((Date.parse(certificate.validTo) - now) / 86_400_000) : null;
}
