import { incidentWire, type SnoozeIncidentInput, snoozeIncidentInput } from "@rollcall/domain/wire";
import {
  acknowledgeIncident,
  listIncidents,
  listIncidentsQuery,
  readIncident,
  resolveIncident,
  snoozeIncident,
} from "@rollcall/services/incidents";
import { z } from "zod";
import { readJson } from "../read-json.ts";
import type { Router } from "../router.ts";

const incident = incidentWire.meta({ id: "Incident" });
const incidentLine = incidentWire.omit({ timeline: true, deliveries: true }).meta({ id: "IncidentLine" });

/** `/incidents`: what is or was wrong, and what people say about it. */
export function addIncidentRoutes(router: Router): void {
  const tag = "Incidents";
  const change = { description: "The incident after the change", schema: incidentLine };
  router.route(
    {
      method: "get",
      path: "/incidents",
      tag,
      summary: "List incidents",
      query: listIncidentsQuery,
      answers: {
        200: {
          description: "Newest first",
          schema: z.object({ items: z.array(incidentLine), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (c, ctx) => c.json(await listIncidents(ctx, c.req.query())),
  );
  router.route(
    {
      method: "get",
      path: "/incidents/{id}",
      tag,
      summary: "Read an incident with its timeline and deliveries",
      answers: { 200: { description: "The incident", schema: incident } },
    },
    async (c, ctx, { id }) => c.json(await readIncident(ctx, id)),
  );
  router.route(
    {
      method: "post",
      path: "/incidents/{id}/acknowledge",
      tag,
      summary: "Say that somebody is on it",
      answers: { 200: change },
    },
    async (c, ctx, { id }) => c.json(await acknowledgeIncident(ctx, id)),
  );
  router.route(
    {
      method: "post",
      path: "/incidents/{id}/snooze",
      tag,
      summary: "Keep an incident quiet for some minutes",
      body: snoozeIncidentInput,
      answers: { 200: change },
    },
    async (c, ctx, { id }) => {
      const body = (await readJson(c)) as SnoozeIncidentInput;
      return c.json(await snoozeIncident(ctx, id, body));
    },
  );
  router.route(
    {
      method: "post",
      path: "/incidents/{id}/resolve",
      tag,
      summary: "Close an incident by hand",
      answers: { 200: change },
    },
    async (c, ctx, { id }) => c.json(await resolveIncident(ctx, id)),
  );
}
