import { registryWire, setRegistryInput } from "@rollcall/domain/wire";
import { deleteRegistry, listRegistries, setRegistry } from "@rollcall/services/registries";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const registry = registryWire.meta({ id: "Registry" });

/** `/registries`: as whom to look for images in container registries. */
export function addRegistryRoutes(router: Router): void {
  const tag = "Registries";
  router.route(
    {
      method: "get",
      path: "/registries",
      tag,
      summary: "List registries",
      answers: { 200: { description: "By host", schema: z.object({ items: z.array(registry) }) } },
    },
    async (c, ctx) => c.json({ items: await listRegistries(ctx) }),
  );
  router.route(
    {
      method: "post",
      path: "/registries",
      tag,
      summary: "Set a registry's pull credentials",
      description:
        "One per host; setting it again replaces it. The password is write-only: left out, the same user keeps it.",
      body: setRegistryInput,
      answers: { 200: { description: "The registry", schema: registry } },
    },
    async (c, ctx) => c.json(await setRegistry(ctx, await readJson(c))),
  );
  router.route(
    {
      method: "delete",
      path: "/registries/{host}",
      tag,
      summary: "Forget a registry and its credentials",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { host }) => {
      await deleteRegistry(ctx, host);
      return c.body(null, 204);
    },
  );
}
