/** Packs planned probes into sealed batches, each of one region and one second. */
import type { Instant } from "@rollcall/domain/glossary";
import { itemSealContext, type OpenItem, type ProbeBatch, type ProbeItem, sealItems } from "@rollcall/queue";
import { type Sealer, sealerForRegion } from "@rollcall/runtime";
import type { PlannedProbe, ScheduledMonitor } from "./plan-tick.ts";

/**
 * What is due in the second that begins at `at`, or a part of it, with the queue's job id: the same second planned twice
 * is offered twice and runs once. `probes`: how many of them.
 */
export type PlannedBatch = { jobId: string; at: Instant; probes: number; batch: ProbeBatch };

/** A job costs as much as some dozens of probes in it; those that travel one by one are large. */
const batchMax = { together: 500, oneByOne: 200 };

/** What batches of a region are like: whether all who take them open items that are sealed together, and when they expire. */
export type RegionTerms = {
  opens(region: string): boolean;
  expiresAt(region: string, at: Instant): Instant;
};

type Pack = (at: Instant, planned: readonly PlannedProbe[], of: RegionTerms) => Promise<PlannedBatch[]>;

/** `secret` is ROLLCALL_SECRET. What a packer has sealed it knows again. */
export function createPacker(secret: string): Pack {
  const sealers = createRegionSealers(secret);
  const sealSpec = createSpecSealer(sealers);
  return async (secondAt, planned, of) => {
    const batches = [...byRegion(planned)].map(([region, probes]) => {
      const expiresAt = of.expiresAt(region, secondAt);
      const parts = of.opens(region) ? deal(probes, batchMax.together) : dealForOlder(probes);
      return parts.map(async (part, index) => {
        const jobId = `${region}-${secondAt}-${index}`;
        const batch = { batchId: jobId, region, expiresAt, secondAt };
        const content = of.opens(region)
          ? { items: [], sealedItems: await sealItems(sealers(region), batch, part.map(toOpenItem)) }
          : { items: part.map((probe) => toItem(probe, sealSpec)) };
        return { jobId, at: secondAt, probes: part.length, batch: { ...batch, ...content } };
      });
    });
    return Promise.all(batches.flat());
  };

  function toOpenItem(probe: PlannedProbe): OpenItem | ProbeItem {
    const { mayHoldSecrets, specJson } = probe.monitor;
    return mayHoldSecrets ? toItem(probe, sealSpec) : { ...askedOf(probe), spec: specJson };
  }
}

function byRegion(planned: readonly PlannedProbe[]): Map<string, PlannedProbe[]> {
  const regions = new Map<string, PlannedProbe[]>();
  for (const probe of planned) {
    const probes = regions.get(probe.region);
    if (probes === undefined) regions.set(probe.region, [probe]);
    else probes.push(probe);
  }
  return regions;
}

/** An older prober refuses a whole batch for a variant that it does not know, so those travel apart. */
function dealForOlder(probes: readonly PlannedProbe[]): PlannedProbe[][] {
  const isKnownToAll = ({ variant }: PlannedProbe) => variant === "plain" || variant === "busted";
  const [known, others] = [probes.filter(isKnownToAll), probes.filter((one) => !isKnownToAll(one))];
  return [...deal(known, batchMax.oneByOne), ...deal(others, batchMax.oneByOne)];
}

function createRegionSealers(secret: string): (region: string) => Sealer {
  const sealers = new Map<string, Sealer>();
  return (region) => {
    const sealer = sealers.get(region) ?? sealerForRegion(secret, region);
    sealers.set(region, sealer);
    return sealer;
  };
}

type SealSpec = (probe: PlannedProbe) => string;

/**
 * Seals a spec once for each region instead of for each probe, until the monitor is another: the sealing and opening of
 * every probe's spec took as much as half the probe itself, and what a prober has opened it knows again.
 */
function createSpecSealer(sealers: (region: string) => Sealer): SealSpec {
  const sealed = new WeakMap<ScheduledMonitor, Map<string, string>>();
  return ({ monitor, region }) => {
    const known = sealed.get(monitor) ?? new Map<string, string>();
    sealed.set(monitor, known);
    const before = known.get(region);
    if (before !== undefined) return before;
    const { workspaceId, id: monitorId, specJson } = monitor;
    const spec = sealers(region).seal(specJson, itemSealContext({ workspaceId, monitorId }));
    known.set(region, spec);
    return spec;
  };
}

function toItem(probe: PlannedProbe, sealSpec: SealSpec): ProbeItem {
  return { ...askedOf(probe), sealedSpec: sealSpec(probe) };
}

function askedOf({ monitor, scheduledAt, seq, variant }: PlannedProbe) {
  const { id: monitorId, workspaceId, environmentId, configVersion } = monitor;
  return { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant };
}

/** As few batches as hold them all, each of them with its share of every part of the second. */
function deal(probes: readonly PlannedProbe[], max: number): PlannedProbe[][] {
  const count = Math.ceil(probes.length / max);
  return Array.from({ length: count }, (_, part) => probes.filter((_probe, index) => index % count === part));
}
