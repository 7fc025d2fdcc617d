import { historyWire, monitorHistoryInput, serviceHistoryInput } from "@rollcall/domain/wire";
import { readMonitorHistory, readServiceHistory } from "@rollcall/services/history";
import type { Router } from "../router.ts";

const history = historyWire.meta({ id: "History" });

/** What was observed over hours to months: from roll-ups, so that it costs the same however much there was. */
export function addHistoryRoutes(router: Router): void {
  const answers = { 200: { description: "Uptime, failed probes and latencies", schema: history } };
  router.route(
    {
      method: "get",
      path: "/services/{service}/history",
      tag: "Services",
      summary: "Read what was observed of a service over a window",
      description:
        "All monitors of the service in an environment together, region by region and step by step.",
      query: serviceHistoryInput,
      answers,
    },
    async (c, ctx, { service }) => c.json(await readServiceHistory(ctx, service, c.req.query())),
  );
  router.route(
    {
      method: "get",
      path: "/monitors/{id}/history",
      tag: "Monitors",
      summary: "Read what was observed of a monitor over a window",
      query: monitorHistoryInput,
      answers,
    },
    async (c, ctx, { id }) => c.json(await readMonitorHistory(ctx, id, c.req.query())),
  );
}
