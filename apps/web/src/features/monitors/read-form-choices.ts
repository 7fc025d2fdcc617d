import { listRegions } from "@rollcall/services/regions";
import { listServices } from "@rollcall/services/services";
import type { PageContext } from "@/server/session.ts";
import type { KnownService } from "./form/place-section.tsx";

/** What the form of a monitor offers to choose from. */
export async function readFormChoices(
  ctx: PageContext,
): Promise<{ regions: string[]; services: KnownService[] }> {
  const [regions, services] = await Promise.all([listRegions(ctx), listServices(ctx)]);
  return {
    regions: regions.map(({ region }) => region),
    services: services.map(({ name, environments }) => ({
      name,
      environments: environments.map((e) => e.name),
    })),
  };
}
