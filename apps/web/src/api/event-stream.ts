/**
 * Server-sent events: every live page and every waiting gate. A source gives what happened since an id; the stream
 * sends it, sleeps until the database wakes it, and pings so that no proxy takes it for dead. It ends when the
 * client goes, the process stops, or after a while by itself: clients reconnect with `Last-Event-ID`, and whoever
 * has lost their access is refused then.
 */
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { StreamRegistry } from "../server/stream-registry.ts";
import { createDoorbell, type Doorbell } from "./doorbell.ts";

export type StreamMessage = { id: string; event: string; data: unknown };

export type StreamSource = {
  /** What happened after `lastId`, oldest first; everything a new reader needs when it is `null`. */
  read(lastId: string | null): Promise<StreamMessage[]>;
  /** Calls `wake` whenever `read` may have something new; returns the end of the subscription. */
  subscribe(wake: () => void): () => void;
};

type StreamOptions = { streams: StreamRegistry; owner: string; max: number; source: StreamSource };

const retryMs = 2_000;
const pingMs = 15_000;
const sendEveryMs = 1_000;
const lifeMs = 15 * 60_000;

/** Answers with a stream. What the first read throws is answered as an error, before anything is streamed. */
export async function answerStream(c: Context, options: StreamOptions): Promise<Response> {
  const { streams, owner, max, source } = options;
  const lastId = c.req.header("last-event-id") ?? null;
  const slot = streams.take(owner, max);
  const bell = createDoorbell();
  const unsubscribe = source.subscribe(bell.ring);
  slot.signal.addEventListener("abort", bell.close);
  const end = () => {
    slot.signal.removeEventListener("abort", bell.close);
    unsubscribe();
    slot.release();
  };
  try {
    const first = await source.read(lastId);
    c.header("X-Accel-Buffering", "no");
    c.header("Cache-Control", "no-cache, no-transform");
    if (c.req.method === "HEAD") {
      end();
      return c.body(null, 200, { "content-type": "text/event-stream" });
    }
    return streamSSE(c, async (stream) => {
      stream.onAbort(bell.close);
      await run(stream, source, bell, lastId, first).finally(end);
    });
  } catch (error) {
    end();
    throw error;
  }
}

async function run(
  stream: SSEStreamingApi,
  source: StreamSource,
  bell: Doorbell,
  lastId: string | null,
  first: StreamMessage[],
): Promise<void> {
  const endsAt = performance.now() + lifeMs;
  await stream.write(`retry: ${retryMs}\n\n`);
  let id = await send(stream, first, lastId);
  while (performance.now() < endsAt) {
    const sentAt = performance.now();
    const heard = await bell.wait(pingMs);
    if (heard === "closed") return;
    // A missed wake-up costs one ping, not the stream: it is read again either way.
    const messages = await source.read(id);
    if (messages.length === 0 && heard === "timeout") await stream.write(": ping\n\n");
    id = await send(stream, messages, id);
    const restMs = sendEveryMs - (performance.now() - sentAt);
    if (restMs > 0 && (await bell.rest(restMs)) === "closed") return;
  }
}

async function send(
  stream: SSEStreamingApi,
  messages: StreamMessage[],
  lastId: string | null,
): Promise<string | null> {
  for (const { id, event, data } of messages)
    await stream.writeSSE({ id, event, data: JSON.stringify(data) });
  return messages.at(-1)?.id ?? lastId;
}
