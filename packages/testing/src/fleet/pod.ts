import type { PodBehaviour, PodChange } from "./pod-behaviour.ts";

/** A client's connection as its pod knows it. */
export type PodConnection = { closeIfIdle(): void };

/** One simulated pod. It answers every request of the connections it was chosen for, also while it is going away. */
export class Pod {
  readonly name: string;
  behaviour: PodBehaviour;
  isRetired = false;
  connectionsTaken = 0;
  requestsTaken = 0;
  readonly #open = new Set<PodConnection>();

  constructor(name: string, behaviour: PodBehaviour) {
    this.name = name;
    this.behaviour = behaviour;
  }

  change(change: PodChange): void {
    this.behaviour = { ...this.behaviour, ...change };
  }

  connect(connection: PodConnection): void {
    this.connectionsTaken += 1;
    this.#open.add(connection);
  }

  disconnect(connection: PodConnection): void {
    this.#open.delete(connection);
  }

  /** Takes the pod away gracefully: whoever has connected is answered once more, idle connections end. */
  retire(): void {
    this.isRetired = true;
    for (const connection of this.#open) connection.closeIfIdle();
  }
}
