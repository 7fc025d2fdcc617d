import { randomUUID } from "node:crypto";
import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { environmentName } from "@rollcall/domain/wire";
import { z } from "zod";
import { writeAudit } from "../audit.ts";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { findService } from "./find-service.ts";
import { badgeUrl } from "./read-badge.ts";

/** Body of `POST /api/v1/services/{service}/badge`. */
export const renewBadgeInput = z.strictObject({ environment: environmentName.default("production") });

/** Gives a service and environment a new badge; every address of the one before answers "not found" from then on. */
export async function renewBadge(
  ctx: ServiceContext,
  idOrName: string,
  input: unknown,
): Promise<{ badge: string }> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    const { name, environments } = await findService(tx, ctx, idOrName);
    const { environment } = parseInput(renewBadgeInput, input);
    requireReach(ctx, name, environment);
    const found = environments.find((one) => one.name === environment);
    if (found === undefined) throw new AppError("not_found", `There is no ${name} in ${environment}.`);
    const { id } = found;
    const renewed = await tx.environment.update({ where: { id }, data: { badgeKey: randomUUID() } });
    await writeAudit(tx, ctx, "badge.renew", id, { service: name, environment });
    return { badge: badgeUrl(ctx.baseUrl, renewed) };
  });
}
