import { createMonitorInput, monitorWire, patchMonitorInput } from "@rollcall/domain/wire";
import {
  createMonitor,
  deleteMonitor,
  listMonitors,
  listMonitorsInput,
  patchMonitor,
  probeMonitorInput,
  readMonitor,
  readProbeRequest,
  requestProbe,
} from "@rollcall/services/monitors";
import { z } from "zod";
import type { ApiDeps } from "../api-context.ts";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const monitor = monitorWire.meta({ id: "Monitor" });
const requested = z.object({ id: z.string(), regions: z.array(z.string()) }).meta({ id: "RequestedProbe" });

/** `/monitors`: what is probed, and a probe now. */
export function addMonitorRoutes(router: Router, { limits }: ApiDeps): void {
  const tag = "Monitors";
  router.route(
    {
      method: "get",
      path: "/monitors",
      tag,
      summary: "List monitors",
      query: listMonitorsInput,
      answers: {
        200: { description: "By service and name", schema: z.object({ items: z.array(monitor) }) },
      },
    },
    async (c, ctx) => c.json({ items: await listMonitors(ctx, c.req.query()) }),
  );
  router.route(
    {
      method: "post",
      path: "/monitors",
      tag,
      summary: "Make a monitor",
      description: "It is probed at once. A service or environment that is new is made with it.",
      body: createMonitorInput,
      answers: { 201: { description: "The monitor", schema: monitor } },
    },
    async (c, ctx) => c.json(await createMonitor(ctx, await readJson(c)), 201),
  );
  router.route(
    {
      method: "get",
      path: "/monitors/{id}",
      tag,
      summary: "Read a monitor",
      answers: { 200: { description: "The monitor, and its answers of the last hour", schema: monitor } },
    },
    async (c, ctx, { id }) => c.json(await readMonitor(ctx, id)),
  );
  router.route(
    {
      method: "patch",
      path: "/monitors/{id}",
      tag,
      summary: "Change a monitor",
      description: "A secret header sent with `value: null` keeps its stored value.",
      body: patchMonitorInput,
      answers: { 200: { description: "The monitor", schema: monitor } },
    },
    async (c, ctx, { id }) => c.json(await patchMonitor(ctx, id, await readJson(c))),
  );
  router.route(
    {
      method: "delete",
      path: "/monitors/{id}",
      tag,
      summary: "Delete a monitor",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { id }) => {
      await deleteMonitor(ctx, id);
      return c.body(null, 204);
    },
  );
  router.route(
    {
      method: "post",
      path: "/monitors/{id}/probe",
      tag,
      summary: "Probe a monitor now",
      description: "From every region that answers, or from those named. Read the answers at `/probes/{id}`.",
      body: probeMonitorInput,
      answers: { 202: { description: "The probe request", schema: requested } },
    },
    async (c, ctx, { id }) => {
      const body = await readJson(c, {});
      await limits.probes.count(ctx.workspaceId);
      return c.json(await requestProbe(ctx, id, body), 202);
    },
  );
  router.route(
    {
      method: "get",
      path: "/probes/{id}",
      tag,
      summary: "Read what a probe request brought",
      answers: { 200: { description: "Region by region", schema: z.looseObject({ id: z.string() }) } },
    },
    async (c, ctx, { id }) => c.json(await readProbeRequest(ctx, id)),
  );
}
