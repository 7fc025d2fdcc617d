import type { Prisma } from "@rollcall/db";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { originUrl } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import { openHeaders, parseStoredHeaders } from "./stored-headers.ts";

/** What a prober needs of a stored monitor, secret headers in clear: hand it on sealed only. */
export function toProbeSpec(monitor: Prisma.MonitorModel, sealer: Sealer): ProbeSpec {
  return probeSpec.parse({
    url: monitor.url,
    method: monitor.method,
    headers: openHeaders(sealer, monitor.id, parseStoredHeaders(monitor.headers)),
    body: monitor.body,
    timeoutMs: monitor.timeoutMs,
    followRedirects: monitor.followRedirects,
    origin: monitor.origin === null ? null : originUrl(monitor.origin, monitor.url),
    version: monitor.version,
    instance: monitor.instance,
    assertions: monitor.assertions,
  });
}
