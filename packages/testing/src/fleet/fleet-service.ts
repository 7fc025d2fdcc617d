import { AppError, parseInput } from "@rollcall/domain/problem";
import { type BalanceMode, createBalancer } from "./balancer.ts";
import type { EdgeConfig } from "./edge-cache.ts";
import { type Entry, type NoReadyPods, openEntry } from "./entry.ts";
import type { FleetClock } from "./fleet-clock.ts";
import type { Pod } from "./pod.ts";
import { defaultBehaviour, type PodBehaviour, type PodChange } from "./pod-behaviour.ts";
import { planScenario, type Scenario, type ScenarioInput, type Step, scenario } from "./scenario.ts";
import type { Random } from "./seeded-random.ts";
import { Site } from "./site.ts";

/** How a service begins, and what `reset` takes it back to. */
export type ServiceSetup = {
  name: string;
  pods: number;
  balance: BalanceMode;
  noReadyPods: NoReadyPods;
  edge: EdgeConfig | null;
  /** Also open a way in behind the edge. */
  hasOrigin: boolean;
  behaviour: PodChange;
};

/** What a service needs from its fleet. `nextPort` gives 0 for any free port. */
export type ServicePlace = {
  regions: readonly string[];
  clock: FleetClock;
  random: Random;
  nextPort: () => number;
};

/** Which pods to change; everything left out means all. `slots` count from 0. */
export type PodSelection = { region?: string; slots?: number[]; version?: string };

type Script = { scenario: Scenario; steps: Step[]; done: number; startedAt: number; cancel: () => void };

/** One simulated service: a site for every region and one without, each with its own pods and way in. */
export class FleetService {
  readonly name: string;
  readonly #place: ServicePlace;
  readonly #initial: ServiceSetup;
  readonly #sites: Site[];
  readonly #entries: Entry[] = [];
  #origin: Entry | null = null;
  #balance: BalanceMode;
  #noReadyPods: NoReadyPods;
  #script: Script | null = null;

  private constructor(setup: ServiceSetup, place: ServicePlace) {
    this.name = setup.name;
    this.#initial = setup;
    this.#place = place;
    this.#balance = setup.balance;
    this.#noReadyPods = setup.noReadyPods;
    this.#sites = [null, ...place.regions].map(
      (region) =>
        new Site({
          region,
          prefix: region === null ? setup.name : `${setup.name}-${region}`,
          balance: createBalancer(setup.balance, place.random),
          random: place.random,
          clock: place.clock,
        }),
    );
    this.reset();
  }

  /** Opens the service's entries: first the one without region, then one per region, in their order. */
  static async open(setup: ServiceSetup, place: ServicePlace): Promise<FleetService> {
    const service = new FleetService(setup, place);
    try {
      for (const site of service.#sites) service.#entries.push(await service.#openEntry(site));
      const [site] = service.#sites;
      if (setup.hasOrigin && site) service.#origin = await service.#openEntry(site, true);
    } catch (error) {
      await service.close();
      throw error;
    }
    return service;
  }

  /** Root address of the entry without region, or of a region's own. */
  url(region: string | null = null): string {
    const entry = this.#entries[this.#sites.findIndex((site) => site.region === region)];
    if (!entry) throw new AppError("invalid_input", `${this.name} has no region ${region}.`);
    return entry.url;
  }

  /** Root address of the way in behind the edge; it leads to the region that a request names. */
  originUrl(): string {
    if (!this.#origin)
      throw new AppError("invalid_input", `${this.name} was made without an origin of its own.`);
    return this.#origin.url;
  }

  /** The pods of one site, those still starting included. */
  pods(region: string | null = null): readonly Pod[] {
    return this.#sitesOf(region).flatMap((site) => site.pods);
  }

  /** Replaces all pods at once with `count` new ones that begin from the service's first behaviour. */
  setPods(count: number, change: PodChange = {}, region?: string): void {
    const behaviours = Array.from({ length: count }, () => ({ ...this.#template(), ...change }));
    for (const site of this.#sitesOf(region)) site.setPods(behaviours);
  }

  /** Changes how pods answer from now on and says how many were meant. */
  changePods(selection: PodSelection, change: PodChange): number {
    const meant = this.#sitesOf(selection.region).flatMap((site) =>
      site
        .select(selection.slots)
        .filter((pod) => selection.version === undefined || pod.behaviour.version === selection.version),
    );
    for (const pod of meant) pod.change(change);
    return meant.length;
  }

  setBalance(mode: BalanceMode): void {
    this.#balance = mode;
    for (const site of this.#sites) site.balance = createBalancer(mode, this.#place.random);
  }

  setNoReadyPods(mode: NoReadyPods): void {
    this.#noReadyPods = mode;
  }

  setEdge(config: EdgeConfig | null, region?: string): void {
    for (const site of this.#sitesOf(region)) site.setEdge(config);
  }

  purgeEdge(region?: string): void {
    for (const site of this.#sitesOf(region)) site.edge?.purge();
  }

  /** Begins a scripted rollout; one that is running is left where it stands. */
  startScenario(input: ScenarioInput): { steps: number; lastStepMs: number } {
    const script = parseInput(scenario, input);
    this.stopScenario();
    const sites = this.#sites.map((site) => ({
      region: site.region,
      pods: site.incumbents.map((pod) => pod.behaviour),
    }));
    const steps = planScenario(script, sites, this.#template());
    this.#script = { scenario: script, steps, done: 0, startedAt: this.#place.clock.now(), cancel: () => {} };
    this.#performDueSteps(this.#script);
    return { steps: steps.length, lastStepMs: steps.at(-1)?.atMs ?? 0 };
  }

  /** Stops a running script; the pods stay as they are. */
  stopScenario(): void {
    this.#script?.cancel();
    this.#script = null;
  }

  /** Back to how the service began. */
  reset(): void {
    this.stopScenario();
    this.setBalance(this.#initial.balance);
    this.#noReadyPods = this.#initial.noReadyPods;
    this.setPods(this.#initial.pods);
    this.setEdge(this.#initial.edge);
  }

  /** All there is to know, as the control API shows it. */
  describe() {
    const script = this.#script;
    return {
      name: this.name,
      balance: this.#balance,
      noReadyPods: this.#noReadyPods,
      originUrl: this.#origin?.url ?? null,
      sites: this.#sites.map((site) => ({
        region: site.region,
        url: this.url(site.region),
        edgeObjects: site.edge?.size ?? null,
        pods: site.pods.map((pod) => ({
          name: pod.name,
          ...pod.behaviour,
          connectionsTaken: pod.connectionsTaken,
          requestsTaken: pod.requestsTaken,
        })),
      })),
      rollout: script && {
        ...script.scenario,
        elapsedMs: this.#place.clock.now() - script.startedAt,
        steps: script.steps.length,
        stepsDone: script.done,
      },
    };
  }

  async close(): Promise<void> {
    this.stopScenario();
    await Promise.all([...this.#entries, this.#origin].map((entry) => entry?.close()));
  }

  #openEntry(site: Site, isPastEdge = false): Promise<Entry> {
    return openEntry(this.#place.nextPort(), {
      site,
      isPastEdge,
      siteOf: (region) => this.#sites.find((other) => other.region === region),
      noReadyPods: () => this.#noReadyPods,
    });
  }

  #template(): PodBehaviour {
    return { ...defaultBehaviour, ...this.#initial.behaviour };
  }

  /** `undefined` means every site, `null` the one without region. */
  #sitesOf(region: string | null | undefined): Site[] {
    if (region === undefined) return this.#sites;
    const sites = this.#sites.filter((site) => site.region === region);
    if (sites.length === 0) throw new AppError("invalid_input", `${this.name} has no region ${region}.`);
    return sites;
  }

  #performDueSteps(script: Script): void {
    const elapsedMs = this.#place.clock.now() - script.startedAt;
    for (let step = script.steps[script.done]; step; step = script.steps[script.done]) {
      if (step.atMs > elapsedMs) {
        script.cancel = this.#place.clock.after(step.atMs - elapsedMs, () => this.#performDueSteps(script));
        return;
      }
      this.#sites.find((site) => site.region === step.region)?.act(step.act);
      script.done += 1;
    }
  }
}

/** A service as the control API shows it. */
export type ServiceDescription = ReturnType<FleetService["describe"]>;
