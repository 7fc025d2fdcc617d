import { createMaintenanceInput, maintenanceWire, patchMaintenanceInput } from "@rollcall/domain/wire";
import {
  createMaintenance,
  deleteMaintenance,
  endMaintenance,
  listMaintenance,
  listMaintenanceInput,
  patchMaintenance,
  readMaintenanceWindow,
} from "@rollcall/services/maintenance";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const maintenance = maintenanceWire.meta({ id: "Maintenance" });

/** `/maintenance`: times in which nobody is told, and that uptime leaves out. */
export function addMaintenanceRoutes(router: Router): void {
  const tag = "Maintenance";
  const one = { 200: { description: "The maintenance window", schema: maintenance } };
  router.route(
    {
      method: "get",
      path: "/maintenance",
      tag,
      summary: "List maintenance windows",
      description:
        "Those that are on, those to come, and of those that are over the newest hundred. With `service` also those of everything.",
      query: listMaintenanceInput,
      answers: { 200: { description: "In that order", schema: z.object({ items: z.array(maintenance) }) } },
    },
    async (c, ctx) => c.json({ items: await listMaintenance(ctx, c.req.query()) }),
  );
  router.route(
    {
      method: "post",
      path: "/maintenance",
      tag,
      summary: "Begin or plan maintenance",
      description:
        "Nobody is told of what it covers while it is on, and uptime leaves the time out. Deploys are judged as ever. Without `from` it begins now.",
      body: createMaintenanceInput,
      answers: { 201: one[200] },
    },
    async (c, ctx) => c.json(await createMaintenance(ctx, await readJson(c)), 201),
  );
  router.route(
    {
      method: "get",
      path: "/maintenance/{id}",
      tag,
      summary: "Read a maintenance window",
      answers: one,
    },
    async (c, ctx, { id }) => c.json(await readMaintenanceWindow(ctx, id)),
  );
  router.route(
    {
      method: "patch",
      path: "/maintenance/{id}",
      tag,
      summary: "Change the reason or the times of a maintenance window",
      body: patchMaintenanceInput,
      answers: one,
    },
    async (c, ctx, { id }) => c.json(await patchMaintenance(ctx, id, await readJson(c))),
  );
  router.route(
    {
      method: "post",
      path: "/maintenance/{id}/end",
      tag,
      summary: "End maintenance now",
      description:
        "A recurring one is on again the next time. What still fails is probed afresh, and told if it still fails half a minute later.",
      answers: one,
    },
    async (c, ctx, { id }) => c.json(await endMaintenance(ctx, id)),
  );
  router.route(
    {
      method: "delete",
      path: "/maintenance/{id}",
      tag,
      summary: "Delete a maintenance window that is not on",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { id }) => {
      await deleteMaintenance(ctx, id);
      return c.body(null, 204);
    },
  );
}
