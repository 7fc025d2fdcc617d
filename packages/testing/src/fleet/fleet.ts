import { AppError } from "@rollcall/domain/problem";
import type { BalanceMode } from "./balancer.ts";
import type { EdgeConfig } from "./edge-cache.ts";
import type { NoReadyPods } from "./entry.ts";
import { type FleetClock, realClock } from "./fleet-clock.ts";
import { FleetService } from "./fleet-service.ts";
import type { PodChange } from "./pod-behaviour.ts";
import { seededRandom } from "./seeded-random.ts";

/** `port`: the first entry's, further ones follow it; 0 (default) takes free ones. The same `seed` draws the same. */
export type FleetOptions = { regions?: readonly string[]; port?: number; seed?: number; clock?: FleetClock };

/** Everything but the name has a default: 3 pods, round robin, cut when no pod is ready, no edge. */
export type CreateServiceOptions = {
  name: string;
  pods?: number;
  balance?: BalanceMode;
  noReadyPods?: NoReadyPods;
  edge?: EdgeConfig | null;
  /** Also open a way in behind the edge, on the next port after the regions' ones. */
  hasOrigin?: boolean;
  behaviour?: PodChange;
};

/** A simulated fleet on loopback: services behind balancers, one entry per region and one without. */
export class Fleet {
  readonly regions: readonly string[];
  readonly #services = new Map<string, FleetService>();
  readonly #clock: FleetClock;
  readonly #random: () => number;
  #port: number;

  constructor(options: FleetOptions = {}) {
    this.regions = options.regions ?? [];
    this.#clock = options.clock ?? realClock;
    this.#random = seededRandom(options.seed ?? 1);
    this.#port = options.port ?? 0;
  }

  /** Opens a service; its addresses answer when the promise resolves. Fails when the name is taken. */
  async createService(options: CreateServiceOptions): Promise<FleetService> {
    if (this.#services.has(options.name))
      throw new AppError("conflict", `The service ${options.name} exists already.`);
    const service = await FleetService.open(
      {
        name: options.name,
        pods: options.pods ?? 3,
        balance: options.balance ?? "round_robin",
        noReadyPods: options.noReadyPods ?? "reset",
        edge: options.edge ?? null,
        hasOrigin: options.hasOrigin ?? false,
        behaviour: options.behaviour ?? {},
      },
      {
        regions: this.regions,
        clock: this.#clock,
        random: this.#random,
        nextPort: () => (this.#port === 0 ? 0 : this.#port++),
      },
    );
    this.#services.set(options.name, service);
    return service;
  }

  service(name: string): FleetService | undefined {
    return this.#services.get(name);
  }

  services(): FleetService[] {
    return [...this.#services.values()];
  }

  /** Closes a service's entries and forgets it; false when there is none of that name. */
  async removeService(name: string): Promise<boolean> {
    const service = this.#services.get(name);
    this.#services.delete(name);
    await service?.close();
    return service !== undefined;
  }

  /** Every service back to how it began. */
  reset(): void {
    for (const service of this.services()) service.reset();
  }

  async close(): Promise<void> {
    await Promise.all(this.services().map((service) => service.close()));
    this.#services.clear();
  }
}
