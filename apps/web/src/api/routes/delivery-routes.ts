import { deliveryWire } from "@rollcall/domain/wire";
import { listDeliveries, listDeliveriesQuery, retryDelivery } from "@rollcall/services/delivery";
import { z } from "zod";
import type { Router } from "../router.ts";

const delivery = deliveryWire.meta({ id: "Delivery" });

/** `/deliveries`: every message and what became of it. */
export function addDeliveryRoutes(router: Router): void {
  const tag = "Channels";
  router.route(
    {
      method: "get",
      path: "/deliveries",
      tag,
      summary: "List messages",
      description: "`state=given_up` lists those that did not arrive and are not tried again.",
      query: listDeliveriesQuery,
      answers: {
        200: {
          description: "Newest first, each with every attempt",
          schema: z.object({ items: z.array(delivery), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (c, ctx) => c.json(await listDeliveries(ctx, c.req.query())),
  );
  router.route(
    {
      method: "post",
      path: "/deliveries/{id}/retry",
      tag,
      summary: "Try a message again that failed or was given up",
      description:
        "At once, and with the whole schedule ahead of it. It says what is true by then; what else was given up about the same incident for the same channel goes along.",
      answers: { 200: { description: "The message, waiting to be sent", schema: delivery } },
    },
    async (c, ctx, { id }) => c.json(await retryDelivery(ctx, id)),
  );
}
