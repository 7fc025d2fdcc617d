import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

type PgAdapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/** PrismaPg as the schema engine needs it: scripts and catalogs pass, a shadow database can be dropped, all can be closed. */
export class MigrationPg extends PrismaPg {
  readonly #parts: pg.PoolConfig;
  readonly #adapters: PgAdapter[] = [];

  constructor(url: string) {
    const parts = connectionParts(url);
    super(parts);
    this.#parts = parts;
  }
  override async connect() {
    const adapter = removeLimits(await super.connect());
    this.#adapters.push(adapter);
    return adapter;
  }
  // PrismaPg's own drops the database while it is still connected to it, which PostgreSQL refuses.
  override async connectToShadowDb() {
    const database = `rollcall_shadow_${randomUUID()}`;
    await this.#administer(`create database "${database}"`);
    const shadow = removeLimits(await new PrismaPg({ ...this.#parts, database }).connect());
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await this.#administer(`drop database "${database}"`);
    };
    return shadow;
  }
  // The engine disposes of the shadow database, and lets go of the others without ending them.
  async close() {
    await Promise.all(this.#adapters.map((adapter) => adapter.dispose()));
  }
  async #administer(sql: string) {
    const client = new pg.Client(this.#parts);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }
}

// In parts, because a shadow database is reached by replacing `database`, which a URL would override.
function connectionParts(url: string): pg.PoolConfig {
  const { host, port, user, password, database, ssl } = new pg.Client(url);
  return { host, port, user, password: password ?? undefined, database, ssl };
}

const charOid = 18;
const textOid = 25;

function removeLimits(adapter: PgAdapter): PgAdapter {
  const pool = adapter.underlyingDriver();
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charColumns = new WeakMap<object, number[]>();

  // It refuses PostgreSQL's internal type "char", which columns of the catalog have: it is shown text here,
  // and the engine is told what it really was.
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const indexes = (result.fields ?? []).flatMap((field, index) =>
      field.dataTypeID === charOid ? [index] : [],
    );
    for (const index of indexes) Object.assign(result.fields[index] ?? {}, { dataTypeID: textOid });
    if (result.rows) charColumns.set(result.rows, indexes);
    return result;
  }) as typeof pool.query;
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };

  // It cuts scripts at every semicolon, also inside of functions. As one query a script is also one transaction.
  adapter.executeScript = async (sql) => {
    await adapter.executeRaw({ sql, args: [], argTypes: [] });
  };
  return adapter;
}
