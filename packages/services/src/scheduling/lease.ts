/**
 * A named lease: one leader at a time, decided by a row and the database's clock. Unlike an advisory lock it does
 * not outlive a holder that was cut off, and unlike a holder's own clock it cannot be wrong about who is first.
 */
import type { Database } from "@rollcall/db";

/** `token` grows with every change of hands, so that a late word of an earlier holder can be told apart. */
export type Lease = { name: string; holder: string; token: bigint };

/** Holds what was given back: its end is rounded to milliseconds, so it may seem to be a little ahead. */
const nobody = "";

/** Takes the lease when it is free, has run out or is ours already; `null` while somebody else holds it. */
export async function acquireLease(
  db: Pick<Database, "pool">,
  name: string,
  holder: string,
  ttlMs: number,
): Promise<Lease | null> {
  const { rows } = await db.pool.query<{ token: string }>(
    `INSERT INTO lease AS l (name, holder, token, expires_at)
    VALUES ($1, $2, 1, now() + $3::float8 * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET
      holder = excluded.holder, expires_at = excluded.expires_at, token = l.token + 1
    WHERE l.expires_at <= now() OR l.holder IN (excluded.holder, $4)
    RETURNING token`,
    [name, holder, ttlMs, nobody],
  );
  return rows[0] === undefined ? null : { name, holder, token: BigInt(rows[0].token) };
}

/**
 * Prolongs the lease, also one that has run out while nobody else wanted it; `false` when it has changed hands or was
 * given back, and then nothing more may be done under it.
 */
export async function renewLease(db: Pick<Database, "pool">, lease: Lease, ttlMs: number): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `UPDATE lease SET expires_at = now() + $1::float8 * interval '1 millisecond' WHERE name = $2 AND token = $3`,
    [ttlMs, lease.name, lease.token],
  );
  return rowCount === 1;
}

/** Gives the lease back, so that the next leader need not wait until it runs out. */
export async function releaseLease(db: Pick<Database, "pool">, lease: Lease): Promise<void> {
  await db.pool.query(
    "UPDATE lease SET expires_at = now(), holder = $3, token = token + 1 WHERE name = $1 AND token = $2",
    [lease.name, lease.token, nobody],
  );
}
