/** The part of a pg client that tells whether a statement is under way; `stream` is its socket. */
type PgClient = {
  readyForQuery?: boolean;
  connection?: {
    stream?: {
      setTimeout(ms: number): unknown;
      on(event: "timeout", onSilence: () => void): unknown;
      destroy(error: Error): unknown;
    };
  };
};

/** The part of a pg pool that tells of its clients. */
type PgPool = {
  on(event: "connect", onConnect: (client: PooledClient) => void): unknown;
  on(event: "error", onError: (error: Error) => void): unknown;
};
type PooledClient = { on(event: "error", onError: () => void): unknown };

/** Longer than a statement may wait for a lock, and than a transaction may take. */
const usualMs = 40_000;

/**
 * Ends a PostgreSQL connection on which a statement has been without an answer for `silentMs`, so that whoever waits gets
 * an error and the next one a new connection. A network that lost its memory of a connection tells neither end: TCP would
 * go on asking for a quarter of an hour. Call it for every client once it is connected.
 */
export function endWhenSilent(client: object, silentMs = usualMs): void {
  const pgClient = client as PgClient;
  const stream = pgClient.connection?.stream;
  stream?.setTimeout(silentMs);
  // Each time, not only the first: an idle connection is silent by right, and may have a statement later.
  stream?.on("timeout", () => {
    if (pgClient.readyForQuery === false)
      stream.destroy(new Error(`PostgreSQL has been silent for ${silentMs / 1000} s.`));
  });
}

/**
 * Lets a pg pool outlive its connections: those that fall silent are ended, `onError` hears of those that are lost while
 * nobody uses them, and one that is lost in use fails the statement that waits, not the program.
 */
export function outliveConnections(pool: PgPool, onError: (error: Error) => void, silentMs = usualMs): void {
  pool.on("connect", (client) => {
    endWhenSilent(client, silentMs);
    // A pool listens to its idle clients only, and an error that nobody listens to ends the program.
    client.on("error", () => {});
  });
  pool.on("error", onError);
}
