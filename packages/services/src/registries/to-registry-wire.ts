import type { Prisma } from "@rollcall/db";
import type { RegistryWire } from "@rollcall/domain/wire";

/** The registry as the API shows it: never its password. */
export function toRegistryWire(row: Prisma.RegistryModel): RegistryWire {
  return {
    id: row.id,
    host: row.host,
    username: row.username,
    plainHttp: row.plainHttp,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
