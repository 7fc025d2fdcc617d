import { listServices } from "@rollcall/services/services";
import type { PageContext } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";
import type { ChannelChoices } from "./channel-form.tsx";

/** What the form of a channel offers to choose from, and whether mail can leave this instance at all. */
export async function readChannelChoices(ctx: PageContext): Promise<ChannelChoices> {
  const services = await listServices(ctx);
  return {
    services: services.map(({ name }) => name),
    environments: [...new Set(services.flatMap((s) => s.environments.map(({ name }) => name)))].sort(),
    hasMailServer: getWiring().env.smtpUrl !== null,
  };
}
