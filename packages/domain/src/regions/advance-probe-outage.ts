/**
 * How this works and what breaks it.
 *
 * A workspace has at most one probe outage that has not ended. Each sweep hands in how every region stands that the
 * workspace probes from, and the machine compares:
 *
 *     a lost region that was not told of       → told; regions lost together are told together
 *     a told region that is present again      → told, once, together with those that come back with it
 *     a told region that nobody probes from    → told as taken away
 *     none of the told ones left               → the outage is over
 *
 * Regions rarely fall within the same second even when one cause took all of them, so a message waits while another
 * region is fading or returning, but never longer than a minute.
 *
 * It breaks when `regions` is not stored in the transaction that writes the notices: everything is told again.
 */
import type { Instant } from "../glossary.ts";
import { backAfterMs, forgottenAfterMs, lostAfterMs } from "./region-presence.ts";
import type {
  LostHow,
  LostRegion,
  ProbeOutage,
  ProbeOutageAdvance,
  ProbeOutageChange,
  RegionPresence,
} from "./types.ts";

/** How long a message waits for others to be told with it. */
const togetherMs = 60_000;

/**
 * Advances the probe outage of one workspace. `presences` are the regions it probes from, those that are not known
 * any more left out. `newId` is used only when an outage begins.
 */
export function advanceProbeOutage(
  current: ProbeOutage | null,
  presences: readonly RegionPresence[],
  now: Instant,
  newId: () => string,
): ProbeOutageAdvance {
  const told = current?.regions ?? [];
  const lost = findLost(told, presences, now);
  const back = findBack(told, presences, now);
  if (lost.length === 0 && back.length === 0) return { next: current, changes: [] };
  const stillLost = told.filter(({ region }) => !back.some((returned) => returned.region === region));
  const regions = [...stillLost, ...lost];
  const changes: ProbeOutageChange[] = [];
  if (back.length > 0) changes.push({ type: "back", regions: back, stillLost: regions });
  if (lost.length > 0) {
    const isTold = (region: string) => regions.some((gone) => gone.region === region);
    const present = presences.filter(({ region, state }) => !isTold(region) && !isLost(state));
    changes.push({ type: "lost", regions: lost, present: present.map(({ region }) => region) });
  }
  return { next: { id: current?.id ?? newId(), regions }, changes };
}

/** The lost regions to tell of now; none while another one may be about to join them. */
function findLost(
  told: readonly LostRegion[],
  presences: readonly RegionPresence[],
  now: Instant,
): LostRegion[] {
  const lost = presences.flatMap(({ region, state, since }): LostRegion[] => {
    const isNew = !told.some((known) => known.region === region) && now - since <= forgottenAfterMs;
    return isNew && isLost(state) ? [{ region, how: state, since }] : [];
  });
  const isPatient = lost.every(({ since }) => now - since < lostAfterMs + togetherMs);
  return isPatient && presences.some(({ state }) => state === "fading") ? [] : lost;
}

type ReturnedRegion = LostRegion & { isRemoved: boolean };

/** The told regions whose end is to be told now; none while another of them may be about to join. */
function findBack(
  told: readonly LostRegion[],
  presences: readonly RegionPresence[],
  now: Instant,
): ReturnedRegion[] {
  const standing = (region: string) => presences.find((presence) => presence.region === region);
  const back = told.flatMap((known): ReturnedRegion[] => {
    const presence = standing(known.region);
    if (presence === undefined) return [{ ...known, isRemoved: true }];
    return presence.state === "present" ? [{ ...known, isRemoved: false }] : [];
  });
  const isPatient = back.every(
    ({ region }) => now - (standing(region)?.since ?? now) < backAfterMs + togetherMs,
  );
  return isPatient && told.some(({ region }) => standing(region)?.state === "returning") ? [] : back;
}

function isLost(state: RegionPresence["state"]): state is LostHow {
  return state === "silent" || state === "offline";
}
