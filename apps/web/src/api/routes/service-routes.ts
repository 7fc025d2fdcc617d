import { createServiceInput, serviceWire } from "@rollcall/domain/wire";
import {
  createService,
  deleteService,
  listServices,
  patchService,
  patchServiceInput,
  readServiceVerdict,
  readServiceWire,
  renewBadge,
  renewBadgeInput,
  serviceVerdict,
  serviceVerdictInput,
} from "@rollcall/services/services";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const service = serviceWire.meta({ id: "Service" });

/** `/services`: what is deployed, and the one-shot gate. `{service}` is a name or an id. */
export function addServiceRoutes(router: Router): void {
  const tag = "Services";
  router.route(
    {
      method: "get",
      path: "/services",
      tag,
      summary: "List services",
      answers: { 200: { description: "By name", schema: z.object({ items: z.array(service) }) } },
    },
    async (c, ctx) => c.json({ items: await listServices(ctx) }),
  );
  router.route(
    {
      method: "post",
      path: "/services",
      tag,
      summary: "Make a service",
      body: createServiceInput,
      answers: { 201: { description: "The service", schema: service } },
    },
    async (c, ctx) => c.json(await createService(ctx, await readJson(c)), 201),
  );
  router.route(
    {
      method: "get",
      path: "/services/{service}",
      tag,
      summary: "Read a service",
      answers: { 200: { description: "The service", schema: service } },
    },
    async (c, ctx, { service }) => c.json(await readServiceWire(ctx, service)),
  );
  router.route(
    {
      method: "patch",
      path: "/services/{service}",
      tag,
      summary: "Rename a service, add environments, mute it, or change how its deploys are judged",
      body: patchServiceInput,
      answers: { 200: { description: "The service", schema: service } },
    },
    async (c, ctx, { service }) => c.json(await patchService(ctx, service, await readJson(c))),
  );
  router.route(
    {
      method: "delete",
      path: "/services/{service}",
      tag,
      summary: "Delete a service with everything below it",
      answers: { 204: { description: "Gone", schema: null } },
    },
    async (c, ctx, { service }) => {
      await deleteService(ctx, service);
      return c.body(null, 204);
    },
  );
  router.route(
    {
      method: "post",
      path: "/services/{service}/badge",
      tag,
      summary: "Renew the public badge of a service in an environment",
      description: "Every address of the badge before stops working.",
      body: renewBadgeInput,
      answers: { 200: { description: "Its new address", schema: z.object({ badge: z.string() }) } },
    },
    async (c, ctx, { service }) => c.json(await renewBadge(ctx, service, await readJson(c, {}))),
  );
  router.route(
    {
      method: "get",
      path: "/services/{service}/verdict",
      tag,
      summary: "Is that version live and healthy?",
      description:
        "200 when it is, 412 when it is not; the body says why. Without `version` the expected one.",
      query: serviceVerdictInput,
      answers: {
        200: { description: "Live and healthy", schema: serviceVerdict },
        412: { description: "Not live, or not healthy", schema: serviceVerdict },
      },
    },
    async (c, ctx, { service }) => {
      const verdict = await readServiceVerdict(ctx, service, c.req.query());
      return c.json(verdict, verdict.isLive ? 200 : 412);
    },
  );
}
