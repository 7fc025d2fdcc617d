/** Monitors written straight into the database: as valid as those that verbs make, and ten thousand in a second. */
import { type Database, inTransaction, newId } from "@rollcall/db";
import { judgeEnvironment } from "@rollcall/services/ingest";
import { planLimits } from "@rollcall/services/workspaces";

export type MonitorRows = {
  count: number;
  /** Of each service; their environments are what the judge folds and locks. */
  perService: number;
  intervalSeconds: number;
  urlOf(number: number): string;
};

/** An hour old, so that nobody takes them for new and probes them at once. */
const madeAgo = "now() - interval '1 hour'";

/**
 * Adds workspaces as full as the plan allows, with services of `perService` monitors that read a version and verify
 * deploys. Gives back the monitors' ids in the order of their numbers, which count from 0.
 */
export async function fillMonitors(db: Database, rows: MonitorRows): Promise<string[]> {
  const { monitors: perWorkspace } = planLimits("self_hosted");
  const ids: string[] = [];
  while (ids.length < rows.count)
    ids.push(...(await fillWorkspace(db, rows, ids.length, Math.min(perWorkspace, rows.count - ids.length))));
  await judgeAll(db);
  await db.pool.query("ANALYZE");
  return ids;
}

async function fillWorkspace(
  db: Database,
  { perService, intervalSeconds, urlOf }: MonitorRows,
  first: number,
  count: number,
): Promise<string[]> {
  const workspaceId = newId("ws");
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Filled" } });
  const services = Array.from({ length: Math.ceil(count / perService) }, (_, i) => ({
    serviceId: newId("svc"),
    environmentId: newId("env"),
    name: `service-${String(i + 1).padStart(4, "0")}`,
  }));
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const ids = numbers.map(() => newId("mon"));
  await db.pool.query(
    `INSERT INTO service (id, workspace_id, name) SELECT id, $1, name FROM unnest($2::text[], $3::text[]) s(id, name)`,
    [workspaceId, services.map(({ serviceId }) => serviceId), services.map(({ name }) => name)],
  );
  await db.pool.query(
    `INSERT INTO environment (id, workspace_id, service_id, name)
     SELECT id, $1, service_id, 'production' FROM unnest($2::text[], $3::text[]) e(id, service_id)`,
    [
      workspaceId,
      services.map(({ environmentId }) => environmentId),
      services.map(({ serviceId }) => serviceId),
    ],
  );
  await db.pool.query(
    `INSERT INTO monitor (id, workspace_id, environment_id, name, url, method, interval_seconds, timeout_ms, regions,
       version, verifies_deploys, assertions, created_at, updated_at)
     SELECT id, $1, environment_id, 'endpoint', url, 'GET', $2, 10000, '{}', '{"from":"header","name":"x-version"}',
       true, '[{"on":"status","op":"between","value":"200-399"}]', ${madeAgo}, ${madeAgo}
     FROM unnest($3::text[], $4::text[], $5::text[]) m(id, environment_id, url)`,
    [
      workspaceId,
      intervalSeconds,
      ids,
      numbers.map((_, i) => services[Math.floor(i / perService)]?.environmentId),
      numbers.map(urlOf),
    ],
  );
  return ids;
}

const judgedTogether = 50;

/** As the verb that makes a monitor has it done: what has never been judged is judged by itself, and slowly. */
async function judgeAll(db: Database): Promise<void> {
  const places = await db.prisma.environment.findMany({ select: { id: true, workspaceId: true } });
  const scene = { now: new Date(), baseUrl: "https://rollcall.example" };
  for (let i = 0; i < places.length; i += judgedTogether)
    await inTransaction(db, async (tx) => {
      for (const { id: environmentId, workspaceId } of places.slice(i, i + judgedTogether))
        await judgeEnvironment(tx, scene, { workspaceId, environmentId });
    });
}
