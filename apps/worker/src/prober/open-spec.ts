import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { itemSealContext, type OpenItem, oldSealContext, type ProbeItem } from "@rollcall/queue";
import type { Sealer } from "@rollcall/runtime";

/** Opens a spec that was sealed for this region and for `context`; throws on any other. */
export function openSpec(sealer: Sealer, sealedSpec: string, context: string): ProbeSpec {
  return toSpec(openSealed(sealer, sealedSpec, context));
}

function toSpec(json: string): ProbeSpec {
  return probeSpec.parse(JSON.parse(json));
}

/** A spec as a probe needs it; `host` is the name or address, `place` has the port as well. */
export type OpenedSpec = { spec: ProbeSpec; host: string; place: string };

/** As many as a prober is to have monitors; of more, those that were asked for longest ago are opened anew. */
const keptMax = 50_000;

/**
 * Opens the specs of a batch's items, and knows again what it has opened: a scheduler sends the same text until the
 * monitor changes. One that was sealed for another monitor or region opens for none, however often it is tried.
 */
export function createSpecOpener(sealer: Sealer): (item: OpenItem | ProbeItem) => OpenedSpec {
  const opened = new Map<string, OpenedSpec & { given: string }>();
  return (item) => {
    const context = itemSealContext(item);
    const given = "spec" in item ? item.spec : item.sealedSpec;
    const known = opened.get(context);
    if (known?.given === given) return known;
    const spec = "spec" in item ? toSpec(given) : openSpec(sealer, given, context);
    const { host: place, hostname: host } = new URL(spec.url);
    const fresh = { spec, host, place, given };
    opened.delete(context);
    opened.set(context, fresh);
    const [oldest] = opened.size > keptMax ? opened.keys() : [];
    if (oldest !== undefined) opened.delete(oldest);
    return fresh;
  };
}

/** What an older program has sealed is bound to nothing; its form is opened for one release more. */
function openSealed(sealer: Sealer, sealedSpec: string, context: string): string {
  try {
    return sealer.open(sealedSpec, context);
  } catch {
    return sealer.open(sealedSpec, oldSealContext);
  }
}
