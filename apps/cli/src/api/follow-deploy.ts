import { setTimeout as pause } from "node:timers/promises";
import { type DeployEventWire, type DeployWire, deployEventWire } from "@rollcall/domain/wire";
import { Unreachable } from "../errors.ts";
import type { ApiClient } from "./api-client.ts";
import { readEventStream } from "./event-stream.ts";

/** Told of every newer state of the deploy, and of contact lost (`error`) and found again (`null`). */
type FollowListener = {
  onDeploy(deploy: DeployWire): void;
  onContact(error: Unreachable | null): void;
};

/** How patient to be; tests are less so. */
export type FollowPace = { silenceMs: number; retryMinMs: number; retryMaxMs: number; waitSeconds: number };

/** The server pings every 15 s. */
const defaultPace: FollowPace = { silenceMs: 45_000, retryMinMs: 500, retryMaxMs: 10_000, waitSeconds: 30 };

/** After so many streams without a single event something between us and the server is holding them back. */
const emptyStreamsMax = 3;

type FollowOptions = {
  client: ApiClient;
  /** The deploy as it was read last. */
  known: DeployWire;
  listener: FollowListener;
  signal: AbortSignal;
  pace?: FollowPace;
};

/**
 * Follows a deploy until `signal` aborts: by its event stream, resumed after a break where it ended, and by long
 * polls where no stream comes through. Network faults are retried for ever; only a refusal is thrown.
 */
export async function followDeploy(options: FollowOptions): Promise<void> {
  const { signal, listener, pace = defaultPace } = options;
  const follower = new Follower(options, pace);
  let failures = 0;
  while (!signal.aborted) {
    try {
      await follower.next();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Unreachable)) throw error;
      listener.onContact(error);
      failures += 1;
    }
    const waitMs = Math.min(pace.retryMaxMs, pace.retryMinMs * 2 ** Math.max(0, failures - 1));
    await pause(waitMs, undefined, { signal }).catch(() => {});
  }
}

class Follower {
  readonly #options: FollowOptions;
  readonly #pace: FollowPace;
  readonly #knownAt: number;
  #lastEventId: string | null = null;
  #events = 0;
  #emptyStreams = 0;

  constructor(options: FollowOptions, pace: FollowPace) {
    this.#options = options;
    this.#pace = pace;
    this.#knownAt = Date.parse(options.known.updatedAt);
  }

  /** One stream to its end, or one long poll. */
  async next(): Promise<void> {
    if (this.#emptyStreams >= emptyStreamsMax) {
      await this.#read({ waitSeconds: this.#pace.waitSeconds });
      this.#options.listener.onContact(null);
      return;
    }
    const before = this.#events;
    const came = await this.#readEvents();
    if (came === "unsupported") this.#emptyStreams = emptyStreamsMax;
    else this.#emptyStreams = this.#events > before ? 0 : this.#emptyStreams + 1;
  }

  /**
   * `unsupported`: there is no stream, or what stands between keeps it back, or it speaks of things unknown to us.
   * A refusal will meet the long poll as well.
   */
  async #readEvents(): Promise<"ended" | "unsupported"> {
    const { client, known, listener, signal } = this.#options;
    const silence = new AbortController();
    const watchdog = setTimeout(() => silence.abort(), this.#pace.silenceMs);
    try {
      const either = AbortSignal.any([signal, silence.signal]);
      const response = await client.openEvents(known.id, this.#lastEventId, either);
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
      if (!response.ok || !isStream || !response.body) {
        await response.body?.cancel();
        return "unsupported";
      }
      listener.onContact(null);
      for await (const { id, data } of readEventStream(piecesOf(response.body, () => watchdog.refresh()))) {
        const event = parseEvent(data);
        if (!event) return "unsupported";
        this.#lastEventId = id;
        this.#events += 1;
        await this.#take(event);
      }
      return "ended";
    } catch (error) {
      if (silence.signal.aborted) return "unsupported";
      // What `fetch` throws when a body breaks off: an end, only less polite.
      if (error instanceof TypeError) return "ended";
      throw error;
    } finally {
      clearTimeout(watchdog);
    }
  }

  /**
   * A stream begins with the past. An event that may be older than what is known, as far as clocks can tell, is a
   * reason to ask how things stand, and no news by itself.
   */
  async #take(event: DeployEventWire): Promise<void> {
    if (Date.parse(event.at) > this.#knownAt) this.#options.listener.onDeploy(event.deploy);
    else await this.#read({});
  }

  async #read(options: { waitSeconds?: number }): Promise<void> {
    const { client, known, listener, signal } = this.#options;
    listener.onDeploy(await client.readDeploy(known.id, { ...options, signal }));
  }
}

function parseEvent(data: string): DeployEventWire | null {
  try {
    return deployEventWire.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

async function* piecesOf(body: ReadableStream<Uint8Array>, onPiece: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    onPiece();
    yield decoder.decode(chunk, { stream: true });
  }
}
