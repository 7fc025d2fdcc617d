import type { Balancer } from "./balancer.ts";
import { decideReply, type PodReply } from "./compose-answer.ts";
import { createEdgeCache, type EdgeCache, type EdgeConfig } from "./edge-cache.ts";
import type { FleetClock } from "./fleet-clock.ts";
import { Pod } from "./pod.ts";
import type { PodBehaviour } from "./pod-behaviour.ts";
import type { StepAct } from "./scenario.ts";
import type { Random } from "./seeded-random.ts";

type Slot = { pod: Pod; successor: Pod | null };

/** What a site is made of; `prefix` begins the names of its pods. */
export type SiteParts = {
  region: string | null;
  prefix: string;
  balance: Balancer;
  random: Random;
  clock: FleetClock;
};

/** The pods behind one way into a service, their balancer and, if there is one, the edge cache before them. */
export class Site {
  readonly region: string | null;
  edge: EdgeCache | null = null;
  balance: Balancer;
  readonly #parts: SiteParts;
  #slots: Slot[] = [];

  constructor(parts: SiteParts) {
    this.#parts = parts;
    this.region = parts.region;
    this.balance = parts.balance;
  }

  /** Every pod there is, those still starting included. */
  get pods(): Pod[] {
    return this.#slots.flatMap(({ pod, successor }) => (successor ? [pod, successor] : [pod]));
  }

  /** The pods that a rollout would replace, one per slot. */
  get incumbents(): Pod[] {
    return this.#slots.map(({ pod }) => pod);
  }

  /** The pods in the slots of these numbers, or every pod there is. */
  select(slots: readonly number[] | undefined): Pod[] {
    return slots ? this.incumbents.filter((_, slot) => slots.includes(slot)) : this.pods;
  }

  /** The pod for a new connection, or `null` when none is ready. */
  choosePod(sourceAddress: string): Pod | null {
    const ready = this.pods.filter((pod) => pod.behaviour.ready);
    return this.balance(ready, sourceAddress);
  }

  /** What a pod does with a request for a path without its query. */
  ask(pod: Pod, path: string): PodReply {
    pod.requestsTaken += 1;
    return decideReply(pod.name, pod.behaviour, path, this.#parts.random);
  }

  /** Replaces all pods at once. */
  setPods(behaviours: PodBehaviour[]): void {
    for (const pod of this.pods) pod.retire();
    this.#slots = behaviours.map((behaviour) => ({ pod: this.#createPod(behaviour), successor: null }));
  }

  setEdge(config: EdgeConfig | null): void {
    this.edge = config && createEdgeCache(config, this.#parts.clock);
  }

  /** Does one step of a script. A slot that has gone meanwhile is left alone. */
  act(act: StepAct): void {
    if (act.kind === "edge") {
      this.#warmEdge(act.config);
      return;
    }
    const slot = this.#slots[act.slot];
    if (!slot) return;
    if (act.kind === "change") slot.pod.change(act.change);
    if (act.kind === "start") {
      slot.successor?.retire();
      slot.successor = this.#createPod({ ...act.behaviour, ready: false });
    }
    if (act.kind === "promote" && slot.successor) {
      const old = slot.pod;
      slot.successor.change({ ready: true });
      slot.pod = slot.successor;
      slot.successor = null;
      old.retire();
    }
  }

  /** Readers before us have filled the cache. */
  #warmEdge(config: EdgeConfig): void {
    this.setEdge(config);
    const pod = this.choosePod("");
    if (!pod) return;
    for (const path of ["/", "/version", "/text", "/health"]) {
      const reply = decideReply(pod.name, pod.behaviour, path, this.#parts.random);
      if (reply.kind === "answer") this.edge?.store(path, reply.answer);
    }
  }

  #createPod(behaviour: PodBehaviour): Pod {
    return new Pod(`${this.#parts.prefix}-${this.#nameSuffix()}`, behaviour);
  }

  /** Five signs as a replica set gives them. */
  #nameSuffix(): string {
    const signs = "bcdfghjklmnpqrstvwxz2456789";
    return Array.from({ length: 5 }, () => signs[Math.floor(this.#parts.random() * signs.length)]).join("");
  }
}
