/**
 * Bounds how much is in work, in all, per workspace and per place (a host, an environment). A freed lane goes to the
 * workspace with the fewest in work, there to the place with the fewest: who hangs holds back only himself.
 */
export type Lanes = {
  /** Waits for a lane, does the work, gives the lane back whatever happens. */
  run<T>(of: Owner, work: () => Promise<T>): Promise<T>;
};

/** Whose work it is and where it goes. */
export type Owner = { workspaceId: string; place: string };

type Waiting = { load: number; starts: (() => void)[] };
type Tenant = { load: number; places: Map<string, Waiting> };

/** Makes lanes: at most `max` at once, `perWorkspaceMax` of one workspace, `perPlaceMax` of it to one place. */
export function createLanes(limits: { max: number; perWorkspaceMax: number; perPlaceMax: number }): Lanes {
  const tenants = new Map<string, Tenant>();
  let running = 0;

  function fill(): void {
    while (running < limits.max) {
      const next = nextOf(tenants.values(), limits);
      if (next === null) return;
      running += 1;
      next.tenant.load += 1;
      next.place.load += 1;
      next.place.starts.shift()?.();
    }
  }

  function release({ workspaceId, place: name }: Owner, tenant: Tenant, place: Waiting): void {
    running -= 1;
    tenant.load -= 1;
    place.load -= 1;
    if (place.load === 0 && place.starts.length === 0) tenant.places.delete(name);
    if (tenant.places.size === 0) tenants.delete(workspaceId);
    fill();
  }

  return {
    async run(of, work) {
      const tenant = tenants.get(of.workspaceId) ?? { load: 0, places: new Map<string, Waiting>() };
      const place = tenant.places.get(of.place) ?? { load: 0, starts: [] };
      tenants.set(of.workspaceId, tenant);
      tenant.places.set(of.place, place);
      await new Promise<void>((start) => {
        place.starts.push(start);
        fill();
      });
      try {
        return await work();
      } finally {
        release(of, tenant, place);
      }
    },
  };
}

function nextOf(
  tenants: Iterable<Tenant>,
  { perWorkspaceMax, perPlaceMax }: { perWorkspaceMax: number; perPlaceMax: number },
): { tenant: Tenant; place: Waiting } | null {
  let best: { tenant: Tenant; place: Waiting } | null = null;
  for (const tenant of tenants) {
    if (tenant.load >= perWorkspaceMax || tenant.load > (best?.tenant.load ?? tenant.load)) continue;
    for (const place of tenant.places.values()) {
      if (place.starts.length === 0 || place.load >= perPlaceMax) continue;
      if (best === null || tenant.load < best.tenant.load || place.load < best.place.load)
        best = { tenant, place };
    }
  }
  return best;
}
