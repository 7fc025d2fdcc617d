import { createLeastLoaded, type LeastLoaded } from "./least-loaded.ts";

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

type Place = { load: number; starts: (() => void)[] };
type Tenant = { load: number; places: Map<string, Place>; ready: LeastLoaded<Place> };

/** Makes lanes: at most `max` at once, `perWorkspaceMax` of one workspace, `perPlaceMax` of it to one place. */
export function createLanes(limits: { max: number; perWorkspaceMax: number; perPlaceMax: number }): Lanes {
  const tenants = new Map<string, Tenant>();
  const ready = createLeastLoaded<Tenant>();
  let running = 0;

  /** After anything about them has changed. */
  function settle(tenant: Tenant, place: Place): void {
    tenant.ready.put(place, place.starts.length > 0 && place.load < limits.perPlaceMax);
    ready.put(tenant, tenant.ready.first() !== undefined && tenant.load < limits.perWorkspaceMax);
  }

  function fill(): void {
    while (running < limits.max) {
      const tenant = ready.first();
      const place = tenant?.ready.first();
      if (tenant === undefined || place === undefined) return;
      const start = place.starts.shift();
      running += 1;
      tenant.load += 1;
      place.load += 1;
      settle(tenant, place);
      start?.();
    }
  }

  function release({ workspaceId, place: name }: Owner, tenant: Tenant, place: Place): void {
    running -= 1;
    tenant.load -= 1;
    place.load -= 1;
    settle(tenant, place);
    if (place.load === 0 && place.starts.length === 0) tenant.places.delete(name);
    if (tenant.places.size === 0) tenants.delete(workspaceId);
    fill();
  }

  return {
    async run(of, work) {
      const tenant = tenants.get(of.workspaceId) ?? newTenant();
      const place = tenant.places.get(of.place) ?? { load: 0, starts: [] };
      tenants.set(of.workspaceId, tenant);
      tenant.places.set(of.place, place);
      await new Promise<void>((start) => {
        place.starts.push(start);
        settle(tenant, place);
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

function newTenant(): Tenant {
  return { load: 0, places: new Map(), ready: createLeastLoaded() };
}
