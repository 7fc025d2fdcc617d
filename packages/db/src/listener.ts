import { setTimeout as delay } from "node:timers/promises";
import { endWhenSilent, type Logger } from "@rollcall/runtime";
import pg from "pg";

type Subscriber = { onMessage: (payload: string) => void; onGap?: () => void };

/** One connection that hears every channel of a program; made on first use, made anew when it is lost. */
export type Listener = {
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

const retryDelayMaxMs = 5_000;
/** Whoever only listens would never know that nothing can be heard any more. */
const askEveryMs = 20_000;

/** A listener on `url`; it connects when the first channel is asked for. */
export function createListener(url: string, log?: Logger): Listener {
  const channels = new Map<string, Set<Subscriber>>();
  const closed = new AbortController();
  let connection: Promise<pg.Client> | undefined;
  let lastQuery: Promise<unknown> = Promise.resolve();

  // A client takes one query at a time.
  function ask(client: pg.Client, sql: string): Promise<unknown> {
    const query = () => client.query(sql);
    lastQuery = lastQuery.then(query, query);
    return lastQuery;
  }

  function send(client: pg.Client, verb: "listen" | "unlisten", channel: string): Promise<unknown> {
    return ask(client, `${verb} ${pg.escapeIdentifier(channel)}`);
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: "rollcall listener",
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on("notification", ({ channel, payload }) => {
      for (const subscriber of channels.get(channel) ?? []) subscriber.onMessage(payload ?? "");
    });
    let isInUse = false;
    let asking: NodeJS.Timeout | undefined;
    const onLost = () => {
      clearInterval(asking);
      if (!isInUse || closed.signal.aborted) return;
      isInUse = false;
      void reconnect();
    };
    client.on("error", onLost);
    client.on("end", onLost);
    try {
      await client.connect();
      endWhenSilent(client);
      for (const channel of channels.keys()) await send(client, "listen", channel);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    isInUse = true;
    // It matters that it is asked: without an answer the connection is ended.
    asking = setInterval(() => void ask(client, "select 1").catch(() => {}), askEveryMs);
    asking.unref();
    return client;
  }

  async function reconnect(): Promise<void> {
    log?.warn("the listening database connection was lost");
    connection = (async () => {
      for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, retryDelayMaxMs)) {
        await delay(waitMs, undefined, { signal: closed.signal });
        try {
          return await connect();
        } catch (error) {
          log?.warn({ err: error, waitMs }, "cannot listen to the database yet");
        }
      }
    })();
    try {
      await connection;
    } catch {
      return;
    }
    for (const subscribers of channels.values()) for (const { onGap } of subscribers) onGap?.();
  }

  return {
    async listen(channel, onMessage, onGap) {
      const subscriber: Subscriber = { onMessage, onGap };
      const subscribers = channels.get(channel) ?? new Set();
      channels.set(channel, subscribers.add(subscriber));
      connection ??= connect().catch((error) => {
        connection = undefined;
        throw error;
      });
      const client = await connection;
      await send(client, "listen", channel);
      return async () => {
        subscribers.delete(subscriber);
        if (subscribers.size > 0 || channels.get(channel) !== subscribers) return;
        channels.delete(channel);
        const current = await connection?.catch(() => undefined);
        if (current) await send(current, "unlisten", channel).catch(() => {});
      };
    },
    async close() {
      closed.abort();
      const client = await connection?.catch(() => undefined);
      await client?.end().catch(() => {});
    },
  };
}
