import { onServer } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { patience } from "../patience.ts";
import type { Rollout } from "../rollout.ts";

/**
 * Does this while a report of the rollout's environment is in a transaction of the judge that waits for us; `work` gets
 * the process number of the backend it is in.
 */
export function withBlockedJudge<T>(
  databaseUrl: string,
  { deploy }: Rollout,
  work: (backend: number) => Promise<T>,
): Promise<T> {
  return onServer(databaseUrl, async (client) => {
    await client.query("begin");
    await client.query(
      "select 1 from environment where id = (select environment_id from deploy where id = $1) for update",
      [deploy.id],
    );
    const findBlocked = async () => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))",
      );
      return rows[0]?.pid;
    };
    const result = await work(await waitUntil("the judge to be in a transaction", findBlocked, patience));
    await client.query("rollback");
    return result;
  });
}
