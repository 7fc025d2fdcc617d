import { webhookEvent } from "@rollcall/domain/wire";
import { productVersion } from "@rollcall/runtime";
import { z } from "zod";
import type { Api } from "./create-api.ts";
import { renderDocs } from "./render-docs.ts";

/** `/openapi.json` (3.1) and `/docs/api`, both made from the routes that were added before. */
export function addDescription(app: Api, baseUrl: string): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "An API token of the workspace: `Authorization: Bearer rc_…`",
  });
  app.openAPIRegistry.registerWebhook(noticeWebhook);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version: productVersion,
      description:
        "Announce deploys, follow what is really serving, and manage what is probed and who is told. " +
        "Errors are `application/problem+json` (RFC 9457) with JSON Pointers to what is wrong.",
    },
    servers: [{ url: baseUrl }],
  });
  const page = renderDocs(document);
  app.get("/openapi.json", (c) => c.json(document));
  app.get("/api/v1/openapi.json", (c) => c.json(document));
  app.get("/docs/api", (c) => {
    c.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return c.html(page);
  });
}

/** What a channel of the kind `webhook` receives. */
const noticeWebhook: Parameters<Api["openAPIRegistry"]["registerWebhook"]>[0] = {
  method: "post",
  path: "notice",
  tags: ["Outbound webhooks"],
  summary: "What a webhook channel is sent",
  description:
    "Signed by Standard Webhooks: `webhook-signature` holds one `v1,` signature per secret over `id.timestamp.body`. " +
    "`webhook-id` is the same on every attempt. Any 2xx takes the event; 410 switches the channel off; everything else is tried again.",
  request: {
    headers: z.object({
      "webhook-id": z.string(),
      "webhook-timestamp": z.string(),
      "webhook-signature": z.string(),
    }),
    body: { content: { "application/json": { schema: webhookEvent.meta({ id: "WebhookEvent" }) } } },
  },
  responses: { "2XX": { description: "Taken" }, 410: { description: "Never send here again" } },
};
