import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { oldSealContext } from "@rollcall/queue";
import type { Sealer } from "@rollcall/runtime";

/** Opens a spec that was sealed for this region and for `context`; throws on any other. */
export function openSpec(sealer: Sealer, sealedSpec: string, context: string): ProbeSpec {
  return probeSpec.parse(JSON.parse(openSealed(sealer, sealedSpec, context)));
}

/** What an older program has sealed is bound to nothing; its form is opened for one release more. */
function openSealed(sealer: Sealer, sealedSpec: string, context: string): string {
  try {
    return sealer.open(sealedSpec, context);
  } catch {
    return sealer.open(sealedSpec, oldSealContext);
  }
}
