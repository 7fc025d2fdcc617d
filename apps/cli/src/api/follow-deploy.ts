import { setTimeout as pause } from "node:timers/promises";
import { type DeployWire, deployEventWire } from "@rollcall/domain/wire";
import { Unreachable } from "../errors.ts";
import type { ApiClient } from "./api-client.ts";
import { readEventStream } from "./event-stream.ts";

/** Told of every newer state of the deploy, and of contact lost (`error`) and found again (`null`). */
export type FollowListener = {
  onDeploy(deploy: DeployWire): void;
  onContact(error: Unreachable | null): void;
};

/** How patient to be; tests are less so. */
export type FollowPace = { silenceMs: number; retryMinMs: number; retryMaxMs: number; waitSeconds: number };

const defaultPace: FollowPace = { silenceMs: 45_000, retryMinMs: 500, retryMaxMs: 10_000, waitSeconds: 30 };

/** After so many streams without a single event something between us and the server is holding them back. */
const emptyStreamsMax = 3;

/**
 * Follows a deploy until `signal` aborts: by its event stream, resumed after a break where it ended, and by long
 * polls where no stream comes through. Network faults are retried for ever; only a refusal is thrown.
 */
export async function followDeploy(
  client: ApiClient,
  id: string,
  listener: FollowListener,
  signal: AbortSignal,
  pace: FollowPace = defaultPace,
): Promise<void> {
  const position = { lastEventId: null as string | null, events: 0 };
  let failures = 0;
  let emptyStreams = 0;
  while (!signal.aborted) {
    try {
      if (emptyStreams < emptyStreamsMax) {
        const before = position.events;
        const came = await readEvents(client, id, listener, signal, pace, position);
        emptyStreams =
          came === "unsupported" ? emptyStreamsMax : position.events > before ? 0 : emptyStreams + 1;
      } else {
        listener.onDeploy(await client.readDeploy(id, { waitSeconds: pace.waitSeconds, signal }));
        listener.onContact(null);
      }
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

/**
 * Reads one stream to its end. `unsupported`: there is none, or what stands between keeps it back (the server pings
 * far more often than `silenceMs`), or it speaks of things unknown to us. A refusal will meet the long poll as well.
 */
async function readEvents(
  client: ApiClient,
  id: string,
  listener: FollowListener,
  signal: AbortSignal,
  pace: FollowPace,
  position: { lastEventId: string | null; events: number },
): Promise<"ended" | "unsupported"> {
  const silence = new AbortController();
  const watchdog = setTimeout(() => silence.abort(), pace.silenceMs);
  try {
    const either = AbortSignal.any([signal, silence.signal]);
    const response = await client.openEvents(id, position.lastEventId, either);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    if (!response.ok || !isStream || !response.body) {
      await response.body?.cancel();
      return "unsupported";
    }
    listener.onContact(null);
    for await (const event of readEventStream(piecesOf(response.body, () => watchdog.refresh()))) {
      const deploy = parseEvent(event.data);
      if (!deploy) return "unsupported";
      position.lastEventId = event.id;
      position.events += 1;
      listener.onDeploy(deploy);
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

function parseEvent(data: string): DeployWire | null {
  try {
    return deployEventWire.parse(JSON.parse(data)).deploy;
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
