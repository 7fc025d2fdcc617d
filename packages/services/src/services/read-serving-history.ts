import type { DeployState } from "@rollcall/domain/glossary";
import type { ServiceContext } from "../context.ts";
import type { ServiceView } from "../views.ts";

type Serving = Pick<ServiceView["environments"][number], "history" | "usuallyLiveSeconds">;
type LiveDeploy = {
  version: string;
  state: string;
  startedAt: Date | null;
  liveAt: Date | null;
};

const lookedAtMax = 50;

/** Which proven versions served when, oldest first, and how long a deploy of this environment usually takes. */
export async function readServingHistory(ctx: ServiceContext, environmentId: string): Promise<Serving> {
  const rows = await ctx.db.prisma.deploy.findMany({
    where: { workspaceId: ctx.workspaceId, environmentId, liveAt: { not: null } },
    select: { version: true, state: true, startedAt: true, liveAt: true },
    orderBy: { createdAt: "desc" },
    take: lookedAtMax,
  });
  return summariseServing(rows.reverse());
}

/** The pure part; `deploys` were all live once and come oldest first. */
export function summariseServing(deploys: LiveDeploy[]): Serving {
  const history = deploys.flatMap(({ version, state, liveAt }, index) => {
    if (liveAt === null) return [];
    const to = deploys[index + 1]?.liveAt?.toISOString() ?? null;
    return [{ version, from: liveAt.toISOString(), to, state: state as DeployState }];
  });
  const seconds = deploys
    .flatMap(({ startedAt, liveAt }) =>
      startedAt === null || liveAt === null ? [] : [(liveAt.getTime() - startedAt.getTime()) / 1000],
    )
    .sort((a, b) => a - b);
  return { history, usuallyLiveSeconds: describe(seconds) };
}

function describe(sorted: number[]): Serving["usuallyLiveSeconds"] {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const [median, p95] = [at(0.5), at(0.95)];
  return median === undefined || p95 === undefined ? null : { median, p95, samples: sorted.length };
}
